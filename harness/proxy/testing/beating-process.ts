import { readFileSync } from "node:fs";
import { createProxyControl } from "../control-client.ts";
import { startHeartbeat } from "../../faults/heartbeat.ts";

/** A process that does nothing but renew: `beating-process CONTROL_URL SECRETS_FILE TTL_MS`. Says when it has lost. */
const [url = "", secretsFile = "", ttlMs = ""] = process.argv.slice(2);
const { bearer }: { bearer: string } = JSON.parse(readFileSync(secretsFile, "utf8"));
const control = createProxyControl(url, bearer);
const names = (await control.status()).held.map(({ toxic }) => toxic.name);
await control.renew(Number(ttlMs), names);
process.stdout.write("beating\n");
startHeartbeat(
  (ms) => control.renew(ms, names),
  Number(ttlMs),
  (error) => process.stdout.write(`lost ${error.code}\n`),
);
process.stdin.on("end", () => process.stdin.destroy()).resume();
