import { spawn } from "node:child_process";
import { appendFile, cp, mkdir, readdir, readFile, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { takeLock } from "../lock/target-lock.ts";
import { leftBehind } from "./left-behind.ts";
import { recoverRun, type RunRecovery } from "./recover-run.ts";
import { deadProcess, FakeTarget, LeftRun, purgePlanned, slowPlanned, toolsFor } from "./testing/left-run.ts";

const runs: LeftRun[] = [];
afterEach(async () => {
  for (const run of runs.splice(0)) await run.remove();
});
const leftRun = async (...args: Parameters<typeof LeftRun.of>): Promise<LeftRun> => {
  const run = await LeftRun.of(...args);
  runs.push(run);
  return run;
};
const recover = (run: LeftRun, target: FakeTarget, part: { dryRun?: boolean } = {}): Promise<RunRecovery> =>
  recoverRun(run.runDir, toolsFor(target), { stateDir: run.stateDir, dryRun: false, self: deadProcess(), ...part });
const held = (...ids: string[]): FakeTarget => {
  const target = new FakeTarget();
  for (const id of ids) target.held.add(id);
  return target;
};

test("what a killed harness left is undone, proved, written down; the folder is closed and the target free again", async () => {
  const run = await leftRun([slowPlanned(), ["stimulus.injected", { stimulus: "origin-slow", faultIds: ["f-1"] }]]);
  const target = held("f-1");
  const recovery = await recover(run, target);
  expect(recovery).toMatchObject({
    state: "settled",
    stimuli: [{ stimulus: "origin-slow", proved: true, sentence: "answers without f-1" }],
    closed: { aborted: true, sealed: true },
  });
  expect([...target.held]).toEqual([]);
  expect(await run.kinds("recovery.ndjson")).toEqual([
    "recovery.began",
    "stimulus.undone",
    "stimulus.undo-proved",
    "recovery.ended",
  ]);
  expect(JSON.parse(await readFile(run.path("run.json"), "utf8"))).toMatchObject({
    endedAt: expect.any(String),
    aborted: { code: "FP-RECOVER-007" },
  });
  expect(await readFile(run.path("manifest.json"), "utf8")).toContain("cache-eviction/1/recovery.ndjson");
  expect(await readdir(run.stateDir)).toEqual([]);
});

test("again is nothing", async () => {
  const run = await leftRun([slowPlanned()]);
  const target = held("f-1");
  await recover(run, target);
  const before = await readFile(run.path("manifest.json"), "utf8");
  expect(await recover(run, target)).toMatchObject({ state: "nothing", stimuli: [], error: null });
  expect(await readFile(run.path("manifest.json"), "utf8")).toBe(before);
  expect(target.calls).toHaveLength(1);
});

test("a one-way stimulus is rolled forward, and only the drill's proof says that it is whole", async () => {
  const run = await leftRun([purgePlanned()]);
  const target = new FakeTarget();
  target.whole = false;
  expect(await recover(run, target)).toMatchObject({ state: "settled", stimuli: [{ proved: true }] });
  expect(await run.kinds("recovery.ndjson")).toContain("stimulus.restored");
});

test("without the drill a fault is gone by its holder's word, and a roll forward is not proved", async () => {
  const run = await leftRun([purgePlanned(), slowPlanned()]);
  const target = held("f-1");
  const tools = toolsFor(target, { stimulusOf: () => undefined });
  const recovery = await recoverRun(run.runDir, tools, { stateDir: run.stateDir, dryRun: false, self: deadProcess() });
  expect(recovery.state).toBe("residue");
  expect(recovery.stimuli.map(({ stimulus, proved }) => [stimulus, proved])).toEqual([
    ["origin-slow", true],
    ["cache-purge", false],
  ]);
});

test("what cannot be proved is residue; the next run is refused; a later recovery goes on", async () => {
  const run = await leftRun([slowPlanned()]);
  const target = held("f-1");
  target.answers = false;
  const first = await recover(run, target);
  expect(first).toMatchObject({
    state: "residue",
    stimuli: [{ proved: false, byHand: [expect.stringContaining("curl -X DELETE")] }],
    closed: { aborted: true, sealed: true },
  });
  expect(await run.kinds("recovery.ndjson")).toContain("stimulus.residue");
  const next = { keys: ["127.0.0.1:4004"], target: "staging", runDir: "/runs/next" };
  await expect(takeLock(next, { stateDir: run.stateDir, leftBehind })).rejects.toMatchObject({ code: "FP-LOCK-002" });

  target.answers = true;
  const second = await recover(run, target);
  expect(second).toMatchObject({ state: "settled", closed: { aborted: false, sealed: false } });
  expect(await run.kinds("recovery-2.ndjson")).toContain("stimulus.undo-proved");
  const lock = await takeLock(next, { stateDir: run.stateDir, leftBehind });
  expect(lock.takenOver).toEqual([]);
});

test("a recovery that was killed in the middle is gone on from", async () => {
  const run = await leftRun([slowPlanned(), purgePlanned()]);
  const target = held("f-1");
  const tools = toolsFor(target, { nowMs: () => 1 });
  const options = { stateDir: run.stateDir, dryRun: false, self: deadProcess() };
  await recoverRun(run.runDir, tools, options);
  // As if it had died behind the first stimulus that it settled.
  const path = join(run.runDir, run.folder, "recovery.ndjson");
  const lines = (await readFile(path, "utf8")).split("\n");
  await writeFile(path, `${lines.slice(0, 3).join("\n")}\n{"at":`);
  await rm(run.path("manifest.json"));
  await run.lock(deadProcess());
  const again = await recover(run, target);
  expect(again).toMatchObject({ state: "settled", stimuli: [{ stimulus: "origin-slow", proved: true }] });
  expect(await run.kinds("recovery-2.ndjson")).toHaveLength(4);
});

test("a harness killed before its first word left nothing: its lock goes, and the next run may begin", async () => {
  const run = await leftRun([]);
  for (const name of ["run.json", "plan.json", "cache-eviction"])
    await rm(run.path(name), { recursive: true, force: true });
  const next = { keys: ["127.0.0.1:4004"], target: "staging", runDir: "/runs/next" };
  const lock = await takeLock(next, { stateDir: run.stateDir, leftBehind });
  expect(lock.takenOver).toEqual([run.runDir]);
  await lock.release();
  expect(await recover(run, new FakeTarget())).toMatchObject({ state: "nothing", error: null });
  expect(await readdir(run.stateDir)).toEqual([]);
});

test("a run whose folder is gone cannot be told: its lock stays, and says what to do", async () => {
  const run = await leftRun([slowPlanned()]);
  await rm(run.runDir, { recursive: true });
  expect(await recover(run, new FakeTarget())).toMatchObject({ state: "refused", error: { code: "FP-RECOVER-005" } });
  const next = { keys: ["127.0.0.1:4004"], target: "staging", runDir: "/runs/next" };
  await expect(takeLock(next, { stateDir: run.stateDir, leftBehind })).rejects.toMatchObject({ code: "FP-LOCK-003" });
});

test("a dry run says what it would do, and does nothing", async () => {
  const run = await leftRun([slowPlanned()]);
  const target = held("f-1");
  const before = await readFile(run.path("run.json"), "utf8");
  expect(await recover(run, target, { dryRun: true })).toMatchObject({
    state: "would",
    stimuli: [{ sentence: "1 step(s) to take and to prove" }],
    notes: ["it would be marked as aborted", "it would be sealed"],
  });
  expect([target.calls, await readFile(run.path("run.json"), "utf8")]).toEqual([[], before]);
  expect(await readdir(join(run.runDir, run.folder))).toEqual(["journal.ndjson"]);
});

test("a living harness is left alone", async () => {
  const run = await leftRun([slowPlanned()], null);
  await run.lock({ pid: process.pid, started: null });
  const target = held("f-1");
  expect(await recover(run, target)).toMatchObject({
    state: "refused",
    error: { code: "FP-RECOVER-004", details: { pid: process.pid } },
  });
  expect(target.calls).toEqual([]);
});

test("two recoveries at once: one does it, the other is told", async () => {
  const run = await leftRun([slowPlanned()]);
  const target = held("f-1");
  const one = (): Promise<RunRecovery> =>
    recoverRun(run.runDir, toolsFor(target), { stateDir: run.stateDir, dryRun: false });
  const both = await Promise.all([one(), one()]);
  expect(both.filter(({ state }) => state === "settled")).toHaveLength(1);
  expect(both.find(({ state }) => state === "refused")?.error?.code).toMatch(/^FP-(LOCK-00[13]|RECOVER-004)$/);
  expect(target.calls).toHaveLength(1);
});

test("a folder from elsewhere is never acted on: its steps name files and addresses", async () => {
  const run = await leftRun([slowPlanned()], null);
  const target = held("f-1");
  expect(await recover(run, target)).toMatchObject({
    state: "refused",
    error: { code: "FP-RECOVER-006" },
    byHand: [expect.stringContaining("curl")],
  });
  expect(target.calls).toEqual([]);
});

test("a lock says where its run is: a copy of the folder is from elsewhere", async () => {
  const run = await leftRun([slowPlanned()]);
  const copy = join(run.root, "copy");
  await cp(run.runDir, copy, { recursive: true });
  const options = { stateDir: run.stateDir, dryRun: false };
  expect(await recoverRun(copy, toolsFor(held("f-1")), options)).toMatchObject({ error: { code: "FP-RECOVER-006" } });
});

test("a journal cut in the middle of a line counts up to its last whole entry, and that is told", async () => {
  const run = await leftRun([slowPlanned(), ["stimulus.injected", { stimulus: "origin-slow", faultIds: ["f-1"] }]]);
  const { length } = await readFile(run.journal);
  await truncate(run.journal, length - 20);
  const recovery = await recover(run, held("f-1"));
  expect(recovery).toMatchObject({ state: "settled", stimuli: [{ proved: true }] });
  expect(recovery.notes[0]).toContain("ends in the middle of a line");
});

test("a harness killed before its first whole entry left nothing at the target", async () => {
  const run = await leftRun([]);
  await truncate(run.journal, 10);
  expect(await recover(run, new FakeTarget())).toMatchObject({ state: "settled", closed: { sealed: true } });
});

test.each<[string, (run: LeftRun) => Promise<unknown>, string, RegExp]>([
  [
    "edited journal",
    async (run) => writeFile(run.journal, (await readFile(run.journal, "utf8")).replace("f-1", "f-2")),
    "FP-RECOVER-001",
    /line 2/,
  ],
  [
    "journal without a line of its middle",
    async (run) => {
      const lines = (await readFile(run.journal, "utf8")).split("\n");
      await writeFile(run.journal, [lines[0], ...lines.slice(2)].join("\n"));
    },
    "FP-RECOVER-001",
    /line 2/,
  ],
  [
    "journal with a foreign line",
    (run) => appendFile(run.journal, "not one of ours\n"),
    "FP-RECOVER-001",
    /line 4.*no entry/,
  ],
  [
    "journal of another run",
    (run) => run.writeJournal([slowPlanned()], "1125T0231-8"),
    "FP-RECOVER-002",
    /1125T0231-8/,
  ],
  [
    "journal of another replicate",
    async (run) => {
      await mkdir(run.path("cache-eviction/2"));
      await cp(run.journal, run.path("cache-eviction/2/journal.ndjson"));
    },
    "FP-RECOVER-002",
    /cache-eviction\/1/,
  ],
  [
    "run of a newer version",
    async (run) => {
      const text = await readFile(run.path("run.json"), "utf8");
      await writeFile(run.path("run.json"), text.replace("fieldproof.run/1", "fieldproof.run/2"));
    },
    "FP-RECOVER-003",
    /run\/2/,
  ],
  [
    "stimulus entry of a newer version",
    (run) => run.writeJournal([slowPlanned(), ["stimulus.tried-again", {}]]),
    "FP-RECOVER-003",
    /line 3.*tried-again/,
  ],
  ["run.json that is cut", (run) => truncate(run.path("run.json"), 50), "FP-RECOVER-001", /run\.json/],
  [
    "journal that is a folder",
    async (run) => {
      await rm(run.journal);
      await mkdir(run.journal);
    },
    "FP-RECOVER-001",
    /journal/,
  ],
])("%s: refused with its line, nothing is done, and a new run stays refused", async (_name, damage, code, told) => {
  const run = await leftRun([slowPlanned(), ["stimulus.injected", { stimulus: "origin-slow", faultIds: ["f-1"] }]]);
  await damage(run);
  const target = held("f-1");
  const recovery = await recover(run, target);
  expect(recovery).toMatchObject({ state: "refused", error: { code, exitCode: 5 } });
  expect(recovery.error?.message).toMatch(told);
  expect([target.calls, await readdir(run.stateDir)]).toEqual([[], expect.any(Array)]);
  const next = { keys: ["127.0.0.1:4004"], target: "staging", runDir: "/runs/next" };
  await expect(takeLock(next, { stateDir: run.stateDir, leftBehind })).rejects.toMatchObject({ code: "FP-LOCK-003" });
});

test("the lines of a journal that is not believed are shown for a person", async () => {
  const run = await leftRun([slowPlanned()]);
  await writeFile(run.journal, (await readFile(run.journal, "utf8")).replace('"seq":1}', '"seq":9}'));
  expect((await recover(run, held("f-1"))).byHand).toEqual([expect.stringMatching(/^curl -X DELETE .*f-1$/)]);
});

test("a recovery of another journal is refused", async () => {
  const run = await leftRun([slowPlanned()]);
  const other = await leftRun([slowPlanned("f-9")]);
  await recover(other, held("f-9"));
  await cp(join(other.runDir, other.folder, "recovery.ndjson"), join(run.runDir, run.folder, "recovery.ndjson"));
  expect(await recover(run, held("f-1"))).toMatchObject({ error: { code: "FP-RECOVER-002" } });
});

test("the private folder of the killed run goes, once nothing is left; no other folder does", async () => {
  const ready = (privateDir: string): [string, Record<string, unknown>] => ["stack.ready", { privateDir }];
  const run = await leftRun([]);
  const [own, precious, linked] = ["fieldproof-aB3xYz", "precious", "fieldproof-linkXX"].map((name) =>
    join(run.root, name),
  ) as [string, string, string];
  for (const folder of [own, precious]) await mkdir(folder, { mode: 0o700 });
  await symlink(precious, linked);
  for (const folder of [precious, linked, own]) {
    await run.writeJournal([slowPlanned(), ready(folder)]);
    await rm(join(run.runDir, run.folder, "recovery.ndjson"), { force: true });
    await rm(run.path("manifest.json"), { force: true });
    await run.lock(deadProcess());
    expect((await recover(run, held("f-1"))).state).toBe("settled");
  }
  expect((await readdir(run.root)).sort()).toEqual(["fieldproof-linkXX", "precious", "runs", "state"]);
});

test.skipIf(process.platform === "win32")(
  "a load that outlived its harness is ended, and nothing else is",
  async () => {
    const run = await leftRun([]);
    const mark = join(run.runDir, run.folder, "k6-console.ndjson");
    const orphan = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)", `--`, `--console-output=${mark}`]);
    const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    try {
      const ended = new Promise((resolve) => orphan.once("exit", (_code, signal) => resolve(signal)));
      await run.writeJournal([["k6.started", { pid: orphan.pid }]]);
      await expect.poll(async () => (await readFile(`/proc/${orphan.pid}/cmdline`, "utf8")).includes(mark)).toBe(true);
      expect((await recover(run, new FakeTarget())).notes).toEqual([expect.stringContaining("outlived")]);
      expect(await ended).toBe("SIGINT");

      const second = await leftRun([["k6.started", { pid: other.pid }]]);
      expect((await recover(second, new FakeTarget())).notes).toEqual([]);
      expect(other.exitCode ?? other.signalCode).toBe(null);
    } finally {
      orphan.kill("SIGKILL");
      other.kill("SIGKILL");
    }
  },
);
