import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { targetText } from "../harness/target/target-example.ts";
import { plannedRun } from "../scripts/cli/planned-run.ts";
import { runMain } from "./main-in-process.ts";

const folder = await mkdtemp(join(tmpdir(), "fieldproof-target-"));
/** Each start of the command line takes seconds on a busy machine. */
const LIMIT_MS = 60_000;
let seen = 0;
const server = createServer((socket) => {
  seen++;
  socket.destroy();
});
let port = 0;
beforeAll(async () => {
  server.listen(0, "0.0.0.0");
  await once(server, "listening");
  const address = server.address();
  port = typeof address === "object" && address !== null ? address.port : 0;
  expect((await runMain(["target", "keygen", "--out", "operator.key"], { cwd: folder })).code).toBe(0);
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

const cli = (...args: string[]) => runMain(args, { cwd: folder });
const off = (more = "") =>
  targetText({
    origin: `http://desk.invalid:${port}`,
    pop: `http://desk.invalid:${port}`,
    hosts: `[{ host: desk.invalid, ports: [${port}], addresses: [192.0.2.1] }]`,
    more,
  });
const write = (name: string, text: string) => writeFile(join(folder, name), text);

test(
  "keygen makes a private key of mode 0600, sign and check go together, and a change is found",
  async () => {
    expect((await stat(join(folder, "operator.key"))).mode & 0o777).toBe(0o600);
    await write("a.yaml", off());
    const signed = await cli("target", "sign", "a.yaml", "--key", "operator.key", "--json");
    const checked = await cli("target", "check", "a.yaml", "--trust", "operator.key.pub", "--json");
    expect([signed.code, checked.code]).toEqual([0, 0]);
    expect(JSON.parse(checked.stdout)).toMatchObject({
      hosts: ["desk.invalid"],
      sha256: JSON.parse(signed.stdout).sha256,
      signedBy: JSON.parse(signed.stdout).keyId,
    });
    await write("a.yaml", off().replace("maxContacts: 300", "maxContacts: 3000"));
    const changed = await cli("target", "check", "a.yaml", "--trust", "operator.key.pub");
    expect([changed.code, changed.stderr.includes("FP-TARGET-005")]).toEqual([2, true]);
  },
  LIMIT_MS,
);

test(
  "whoever signs sees the faults first, and nothing of the key is ever printed",
  async () => {
    await write("faulty.yaml", off().replace("staging\n", "moon\n"));
    const result = await cli("target", "sign", "faulty.yaml", "--key", "operator.key");
    expect([result.code, result.stderr.includes("FP-TARGET-001")]).toEqual([2, true]);
    const secret = (await readFile(join(folder, "operator.key"), "utf8")).split("\n")[1] ?? "";
    expect(secret.length).toBeGreaterThan(40);
    for (const args of [
      ["target", "sign", "operator.key", "--key", "operator.key"],
      ["target", "check", "faulty.yaml", "--trust", "operator.key"],
    ]) {
      const { code, stdout, stderr } = await cli(...args);
      expect([code, `${stdout}${stderr}`.includes(secret)]).toEqual([2, false]);
    }
  },
  LIMIT_MS,
);

test(
  "refused targets get not one packet, from plan or from run",
  async () => {
    const signed = async (name: string, text: string) => {
      await write(name, text);
      expect((await cli("target", "sign", name, "--key", "operator.key")).code).toBe(0);
    };
    const at = (host: string) => targetText({ origin: `http://${host}:${port}`, pop: `http://${host}:${port}` });
    await write("unsigned.yaml", off());
    await signed("expired.yaml", off());
    await write("expired.yaml", off().replace("2030-", "2020-"));
    await signed(
      "moved.yaml",
      targetText({
        origin: `http://localhost:${port}`,
        pop: `http://localhost:${port}`,
        hosts: `[{ host: localhost, ports: [${port}], addresses: [192.0.2.1] }]`,
      }),
    );
    for (const [index, host] of [
      "0.0.0.0",
      "2130706433",
      "0177.0.0.1",
      "127.1",
      "[::ffff:127.0.0.1]",
      "localhost.",
      "u@127.0.0.1",
      "LOCALHOST",
    ].entries())
      await write(`spelled-${index}.yaml`, at(host));
    const names = (await readdir(folder)).filter((name) => /^(unsigned|expired|moved|spelled-\d)\.yaml$/.test(name));
    expect(names).toHaveLength(11);
    for (const name of names) {
      const flags = {
        profile: "smoke",
        replicates: "1",
        target: join(folder, name),
        trust: join(folder, "operator.key.pub"),
      };
      const code = await plannedRun(undefined, flags).then(
        () => "planned",
        (error: { code?: string }) => error.code,
      );
      expect([name, code]).toEqual([name, expect.stringMatching(/^FP-TARGET-00[1-9]$/)]);
    }
    const run = await cli("run", "--target", "unsigned.yaml", "--trust", "operator.key.pub", "--runs", "runs");
    expect([run.code, run.stderr.includes("[FP-TARGET-003]")]).toEqual([2, true]);
    expect(seen).toBe(0);
    expect(await readdir(folder)).not.toContain("runs");
    // The listener does listen, on the very addresses that those files led to.
    await fetch(`http://127.0.0.1:${port}/`).catch(() => null);
    expect(seen).toBe(1);
  },
  LIMIT_MS,
);

test(
  "plan says what a run would do, and run is held to its digest",
  async () => {
    const capable = "[customer, agent, operations, export, islands, consent, log]";
    const text = targetText({ more: "timeFactor: 10" })
      .replace("[customer, agent]", capable)
      .replace("perMinute: 600", "perMinute: 100000")
      .replace("maxRequestsPerSec: 20", "maxRequestsPerSec: 200");
    await write("own.yaml", text);
    const planned = await cli("plan", "--target", "own.yaml");
    expect(planned.code).toBe(0);
    for (const part of [
      "hosts 127.0.0.1 ",
      "<= 137 contacts",
      "(target's limits: whole desk 100000)",
      "stimuli: none",
      "to undo: nothing",
    ])
      expect(planned.stdout).toContain(part);
    const digest = /digest ([0-9a-f]{8})/.exec(planned.stdout)?.[1] ?? "";
    const run = await cli("run", "--target", "own.yaml", "--plan-digest", digest);
    expect([run.code, run.stderr.includes("[FP-TARGET-017]")]).toEqual([2, true]);
    const other = await cli("run", "--target", "own.yaml", "--plan-digest", digest, "--seed", "8");
    expect([other.code, other.stderr.includes("[FP-TARGET-015]")]).toEqual([2, true]);
    await write("tight.yaml", text.replace("maxContacts: 300", "maxContacts: 10"));
    const tight = await cli("plan", "--target", "tight.yaml", "--json");
    expect([tight.code, JSON.parse(tight.stdout).refusals]).toMatchObject([2, [{ code: "FP-TARGET-016" }]]);
  },
  LIMIT_MS,
);
