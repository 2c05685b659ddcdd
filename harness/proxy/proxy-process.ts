import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { FieldproofError, messageOf } from "../../core/errors/fieldproof-error.ts";
import { printable } from "../../core/text/printable.ts";
import { type Child, startChild } from "../run/child.ts";
import { minimalEnv } from "../run/stack-process.ts";
import { type ProxyControl, createProxyControl } from "./control-client.ts";

const readySchema = z.object({ ready: z.literal(true), proxy: z.string(), control: z.url(), pid: z.number() });
const secretsSchema = z.object({ bearer: z.string().min(16) });

const START_LIMIT_MS = 10_000;
const SAID_BYTES = 4096;

export interface ProxyProcess {
  readonly child: Child;
  /** `address:port` to send traffic to. */
  readonly proxy: string;
  /** For whoever undoes in its place: a watchdog or `recover`. The bearer is in `secretsFile`, 0600. */
  readonly controlUrl: string;
  readonly control: ProxyControl;
}

/**
 * Starts a fault proxy as a process of its own, which ends with this one.
 * @param args flags of proxy-command but `--secrets-file`
 * @throws FieldproofError FP-PROXY-002 with what it said last
 */
export async function startProxyProcess(args: readonly string[], secretsFile: string): Promise<ProxyProcess> {
  const command = fileURLToPath(new URL("./proxy-command.ts", import.meta.url));
  const child = startChild(process.execPath, [command, ...args, "--secrets-file", secretsFile], {
    env: minimalEnv(),
    stdio: ["pipe", "pipe", "pipe"],
  });
  const { stdout, stderr } = child.process;
  let said = "";
  stderr?.setEncoding("utf8").on("data", (text: string) => {
    said = `${said}${text}`.slice(0, SAID_BYTES);
  });
  try {
    if (stdout === null) throw new Error("it has no output");
    const lines = createInterface({ input: stdout });
    const timer = setTimeout(() => child.process.kill("SIGKILL"), START_LIMIT_MS);
    const line = await Promise.race([
      new Promise<string>((resolve) => lines.once("line", resolve)),
      child.exited.then(() => null),
    ]);
    clearTimeout(timer);
    if (line === null)
      throw new Error(said === "" ? "it ended before it was ready" : printable(said.split("\n")[0] ?? "", 300));
    stdout.resume();
    const ready = readySchema.parse(JSON.parse(line));
    const { bearer } = secretsSchema.parse(JSON.parse(await readFile(secretsFile, "utf8")));
    const control = createProxyControl(ready.control, bearer);
    return { child, proxy: ready.proxy, controlUrl: ready.control, control };
  } catch (error) {
    await child.stop(1000);
    throw new FieldproofError("FP-PROXY-002", { problem: messageOf(error) }, { cause: error });
  }
}
