import { spawn } from "node:child_process";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { stackFaultsSchema } from "../../core/schema/stack-fault.ts";
import { LeftRun, slowPlanned } from "../../harness/recover/testing/left-run.ts";
import { startStack } from "../../mock-platform/server.ts";
import { runMain, UNFIT_OUTPUT } from "../main-in-process.ts";

const runs: LeftRun[] = [];
const stacks: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const run of runs.splice(0)) await run.remove();
  for (const stack of stacks.splice(0)) await stack.close();
});

/** A reference stack of its own, with one fault held. */
async function stackWithFault() {
  const ports = { popA: 0, popB: 0, origin: 0, ops: 0 };
  const stack = await startStack({ timeFactor: 10, seed: 7, event: "drop", items: 20, ports, defects: [] });
  stacks.push(stack);
  const { ops, opsBearer } = stack;
  const headers = { authorization: `Bearer ${opsBearer}`, "content-type": "application/json" };
  const body = JSON.stringify({ id: "f-1", ttlMs: 60_000, fault: { kind: "origin-slow", delayMs: 300 } });
  expect((await fetch(`${ops}/ops/v1/faults`, { method: "POST", headers, body })).status).toBe(201);
  const held = async (): Promise<number> =>
    stackFaultsSchema.parse(await (await fetch(`${ops}/ops/v1/faults`, { headers })).json()).held.length;
  return { ops, opsBearer, held };
}

async function leftAt(ops: string, bearer: string): Promise<LeftRun> {
  const run = await LeftRun.of([]);
  runs.push(run);
  const bearerFile = join(run.root, "ops-bearer");
  await writeFile(bearerFile, bearer, { mode: 0o600 });
  const [kind, data] = slowPlanned();
  await run.writeJournal([[kind, { ...data, restore: [{ via: "stack-fault", ops, bearerFile, faultId: "f-1" }] }]]);
  return run;
}

const recover = (run: LeftRun, ...args: string[]) =>
  runMain(["recover", ...args], { env: { FIELDPROOF_STATE: run.stateDir }, cwd: run.root });

test("recover finds the run by its lock, undoes over the fault port, and says that nothing is left; again, too", async () => {
  const { ops, opsBearer, held } = await stackWithFault();
  const run = await leftAt(ops, opsBearer);
  const dry = await recover(run, "--dry-run");
  expect([dry.code, dry.stdout.includes("would be recovered"), await held()]).toEqual([0, true, 1]);
  const done = await recover(run);
  expect([done.code, await held()]).toEqual([0, 0]);
  expect(done.stdout).toMatch(/nothing is left/);
  expect(done.stdout).toMatch(/origin-slow at staging.*proved/);
  expect(`${done.stdout}${done.stderr}`).not.toContain(opsBearer);
  const again = await recover(run);
  expect([again.code, again.stdout.trim()]).toEqual([0, "nothing is left"]);
  expect(await run.kinds("recovery.ndjson")).toHaveLength(4);
});

test("a target that does not let it is residue: exit 5, with the undo by hand, as JSON too", async () => {
  const { ops, held } = await stackWithFault();
  const run = await leftAt(ops, "another-bearer-altogether");
  const { code, stdout } = await recover(run, "--json");
  const said: Record<string, unknown> = JSON.parse(stdout);
  expect([code, said["exitCode"], await held()]).toEqual([5, 5, 1]);
  expect(JSON.stringify(said)).toContain("curl -X DELETE");
}, 60_000);

test("a living harness, an edited journal and a bad lock are told with their codes", async () => {
  const run = await leftAt("http://127.0.0.1:9", "never-sent-anywhere");
  await writeFile(run.journal, (await readFile(run.journal, "utf8")).replace("f-1", "\\u001b[2J"));
  const edited = await recover(run, "runs/1125T0230-7");
  expect([edited.code, edited.stdout.includes("[FP-RECOVER-001]")]).toEqual([5, true]);
  expect(edited.stdout).not.toMatch(UNFIT_OUTPUT);

  await writeFile(join(run.stateDir, `${"0".repeat(64)}.lock`), "{");
  const locked = await recover(run);
  expect([locked.code, locked.stdout.includes("[FP-LOCK-003]")]).toEqual([5, true]);

  const other = await LeftRun.of([slowPlanned()], null);
  runs.push(other);
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  try {
    await other.lock({ pid: child.pid ?? 0, started: null });
    const living = await recover(other, other.runDir);
    expect([living.code, living.stdout.includes("[FP-RECOVER-004]")]).toEqual([2, true]);
    const all = await recover(other);
    expect([all.code, all.stdout.includes("[FP-RECOVER-004]")]).toEqual([0, true]);
  } finally {
    child.kill("SIGKILL");
  }
});

test("a folder that is no run, and a state folder of others, are refused", async () => {
  const run = await leftAt("http://127.0.0.1:9", "never-sent-anywhere");
  const none = await recover(run, "nowhere");
  expect([none.code, none.stderr.includes("[FP-RECOVER-005]")]).toEqual([2, true]);
  await chmod(run.stateDir, 0o777);
  const loose = await recover(run);
  expect([loose.code, loose.stderr.includes("[FP-LOCK-004]")]).toEqual([2, true]);
});

test("with nothing anywhere there is nothing to recover", async () => {
  const run = await LeftRun.of([], null);
  runs.push(run);
  const { code, stdout } = await runMain(["recover", "--runs", join(run.root, "none")], {
    env: { FIELDPROOF_STATE: join(run.root, "no-state") },
  });
  expect([code, stdout.trim()]).toEqual([0, "nothing is left"]);
});
