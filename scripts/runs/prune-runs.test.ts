import { mkdir, readdir, readFile, realpath, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runKey, takeLock } from "../../harness/lock/target-lock.ts";
import { deadProcess, purgePlanned, slowPlanned } from "../../harness/recover/testing/left-run.ts";
import { runMain } from "../../test/main-in-process.ts";
import { testFolder } from "../../test/temp-folder.ts";
import { historyEntry } from "../../reports/history/history-entry.ts";
import { appendHistory } from "../../reports/history/history-file.ts";
import { verdict } from "../../reports/render/verdict-builder.ts";
import { pruneRuns } from "./prune-runs.ts";
import { type BuiltRun, buildRun } from "./run-builder.ts";
import { listRuns } from "./run-list.ts";

async function place(): Promise<{ runsDir: string; stateDir: string }> {
  const root = await realpath(await testFolder("prune"));
  const runsDir = join(root, "runs");
  const stateDir = join(root, "state");
  await mkdir(runsDir);
  await mkdir(stateDir, { mode: 0o700 });
  return { runsDir, stateDir };
}
const at = (hour: number): BuiltRun => ({ startedAt: `2026-11-25T0${hour}:00:00.000Z` });
const names = async (runsDir: string): Promise<string[]> => (await readdir(runsDir)).sort();

test("removes all but the latest, and a dry run says the same and removes nothing", async () => {
  const { runsDir, stateDir } = await place();
  for (const [id, hour] of [
    ["c", 1],
    ["a", 2],
    ["b", 3],
  ] as const)
    await buildRun(runsDir, id, at(hour));
  const dry = await pruneRuns(runsDir, { keep: 1, dryRun: true, stateDir });
  expect(await names(runsDir)).toEqual(["a", "b", "c"]);
  const done = await pruneRuns(runsDir, { keep: 1, dryRun: false, stateDir });
  expect(done).toEqual(dry);
  expect(done).toEqual({ removed: ["c", "a"], spared: [], kept: ["b"] });
  expect(await names(runsDir)).toEqual(["b"]);
  expect(await readdir(stateDir)).toEqual([]);
});

test("the history's order is the order, whatever a clock said, and its lines stay", async () => {
  const { runsDir, stateDir } = await place();
  for (const [id, hour] of [
    ["first", 9],
    ["second", 1],
  ] as const) {
    await buildRun(runsDir, id, at(hour));
    await appendHistory(runsDir, historyEntry(verdict({}, { id, startedAt: at(hour).startedAt ?? "" })));
  }
  const before = await readFile(join(runsDir, "history.jsonl"), "utf8");
  expect(await pruneRuns(runsDir, { keep: 1, dryRun: false, stateDir })).toMatchObject({
    removed: ["first"],
    kept: ["second"],
  });
  expect(await readFile(join(runsDir, "history.jsonl"), "utf8")).toBe(before);
});

test.each<[string, BuiltRun, RegExp]>([
  ["has no end", { ended: false }, /it has no end/],
  ["is not sealed", { sealed: false }, /not sealed/],
  ["was never judged", { judged: false }, /never judged/],
  [
    "left a fault at its target",
    { entries: [slowPlanned()] },
    /origin-slow at staging .* was not proved undone: `fieldproof recover`/,
  ],
  ["did not roll forward what it purged", { entries: [purgePlanned()] }, /cache-purge at staging/],
  ["holds an entry of a newer version", { entries: [["stimulus.vanished", {}]] }, /cannot be told \[FP-RECOVER-003\]/],
])("spares an older run that %s", async (_name, run, reason) => {
  const { runsDir, stateDir } = await place();
  await buildRun(runsDir, "older", { ...run, ...at(1) });
  await buildRun(runsDir, "newer", at(2));
  const { removed, spared } = await pruneRuns(runsDir, { keep: 1, dryRun: false, stateDir });
  expect([removed, spared]).toEqual([[], [{ id: "older", reason: expect.stringMatching(reason) }]]);
  expect(await names(runsDir)).toEqual(["newer", "older"]);
});

test("a fault that was proved undone keeps nobody", async () => {
  const { runsDir, stateDir } = await place();
  const undone = ["stimulus.undo-proved", { stimulus: "origin-slow", sentence: "", figures: {} }] as const;
  await buildRun(runsDir, "older", { entries: [slowPlanned(), undone] });
  expect(await pruneRuns(runsDir, { keep: 0, dryRun: false, stateDir })).toMatchObject({ removed: ["older"] });
});

test.each<[string, Parameters<typeof takeLock>[1]["self"] | undefined, RegExp]>([
  ["a living process is at work on", undefined, /is still at work on it/],
  ["the lock of a dead process is held for", deadProcess(), /its lock is still held/],
])("spares a run that %s", async (_name, self, reason) => {
  const { runsDir, stateDir } = await place();
  const runDir = await buildRun(runsDir, "older");
  const settings = { stateDir, leftBehind: async () => null, ...(self === undefined ? {} : { self }) };
  await takeLock({ keys: [runKey(runDir)], target: "staging", runDir }, settings);
  const { removed, spared } = await pruneRuns(runsDir, { keep: 0, dryRun: false, stateDir });
  expect([removed, spared[0]?.reason]).toEqual([[], expect.stringMatching(reason)]);
});

test("a journal that was damaged spares its run", async () => {
  const { runsDir, stateDir } = await place();
  const runDir = await buildRun(runsDir, "older");
  await writeFile(join(runDir, "cache-eviction", "1", "journal.ndjson"), '{"seq":1}\n{"seq":7}\n');
  const { spared } = await pruneRuns(runsDir, { keep: 0, dryRun: false, stateDir });
  expect(spared[0]?.reason).toMatch(/cannot be told \[FP-RECOVER-001\]/);
});

test("touches nothing that is no run of its name: links, foreign folders, files, copies", async () => {
  const { runsDir, stateDir } = await place();
  const elsewhere = await buildRun(join(runsDir, ".."), "elsewhere");
  await symlink(elsewhere, join(runsDir, "elsewhere"));
  await mkdir(join(runsDir, "notes"));
  await writeFile(join(runsDir, "notes", "mine.txt"), "mine");
  await writeFile(join(runsDir, "file"), "mine");
  const copy = await buildRun(runsDir, "copied");
  await writeFile(
    join(copy, "run.json"),
    (await readFile(join(copy, "run.json"), "utf8")).replace('"copied"', '"other"'),
  );
  const before = await names(runsDir);
  expect(await pruneRuns(runsDir, { keep: 0, dryRun: false, stateDir })).toEqual({ removed: [], spared: [], kept: [] });
  expect(await names(runsDir)).toEqual(before);
  expect(await readdir(elsewhere)).toContain("run.json");
});

test("a link inside a run is removed, and what it points to is not", async () => {
  const { runsDir, stateDir } = await place();
  const precious = join(runsDir, "..", "precious");
  await mkdir(precious);
  await writeFile(join(precious, "file"), "mine");
  const runDir = await buildRun(runsDir, "older");
  await symlink(precious, join(runDir, "link"));
  await pruneRuns(runsDir, { keep: 0, dryRun: false, stateDir });
  expect([await names(runsDir), await names(precious)]).toEqual([[], ["file"]]);
});

test("what a killed prune left half removed is no run, and goes with the next", async () => {
  const { runsDir, stateDir } = await place();
  await buildRun(runsDir, "kept");
  await mkdir(join(runsDir, ".pruning-older", "cache-eviction"), { recursive: true });
  expect(await pruneRuns(runsDir, { keep: 1, dryRun: false, stateDir })).toMatchObject({ removed: [], kept: ["kept"] });
  expect(await names(runsDir)).toEqual(["kept"]);
});

test("the command line lists and prunes, as a table and as JSON", async () => {
  const { runsDir, stateDir } = await place();
  await buildRun(runsDir, "old", at(1));
  await buildRun(runsDir, "new", { ...at(2), ended: false });
  await appendHistory(runsDir, historyEntry(verdict({}, { id: "gone", target: "a\u001b[31m\nb", validUntil: null })));
  const env = { FIELDPROOF_STATE: stateDir };
  const listed = await runMain(["runs", "list", "--runs", runsDir], { env });
  expect([listed.code, listed.stdout.split("\n").map((line) => line.split(/ {2,}/).slice(0, 5))]).toEqual([
    0,
    [
      ["run", "started", "profile", "verdict", "state"],
      ["gone", "2026-11-24T14:02:11.000Z", "smoke", "READY", "gone"],
      ["old", "2026-11-25T01:00:00.000Z", "smoke", "none", "kept"],
      ["new", "2026-11-25T02:00:00.000Z", "smoke", "none", "unended"],
      [""],
    ],
  ]);
  expect(listed.stdout).not.toContain("\u001b");
  const json = await runMain(["runs", "list", "--runs", runsDir, "--json"], { env });
  expect(JSON.parse(json.stdout)).toMatchObject({ runs: [{ id: "gone" }, { id: "old" }, { id: "new" }], strange: [] });
  const dry = await runMain(["runs", "prune", "--keep", "1", "--dry-run", "--runs", runsDir], { env });
  expect(dry.stdout).toBe("would remove old\n1 to remove, 0 spared, 1 kept\n");
  const done = await runMain(["runs", "prune", "--keep", "1", "--json", "--runs", runsDir], { env });
  expect(JSON.parse(done.stdout)).toEqual({ dryRun: false, removed: ["old"], spared: [], kept: ["new"] });
});

test.each([
  [["runs", "prune"], "FP-CLI-001"],
  [["runs", "prune", "--keep", "some"], "FP-CLI-001"],
  [["runs", "list", "--runs", "no-such-folder"], "FP-FILE-001"],
])("%j is refused with exit 2 and %s", async (args, code) => {
  const { code: exit, stderr } = await runMain(args, { cwd: await testFolder("prune") });
  expect([exit, stderr.includes(`[${code}]`)]).toEqual([2, true]);
});

const DAY_MS = 86_400_000;

test("by age: only what began longer ago goes, and --keep holds the latest however old they are", async () => {
  const { runsDir, stateDir } = await place();
  const nowMs = Date.parse("2026-12-31T00:00:00.000Z");
  const began = (days: number): BuiltRun => ({ startedAt: new Date(nowMs - days * DAY_MS).toISOString() });
  // The last one began tomorrow, by a clock that was wrong: that is not long ago.
  for (const [id, days] of [
    ["older", 40],
    ["old", 31],
    ["edge", 30],
    ["new", 2],
    ["ahead", -1],
  ] as const)
    await buildRun(runsDir, id, began(days));
  const prune = (keep: number, dryRun: boolean) =>
    pruneRuns(runsDir, { keep, dryRun, stateDir, olderThanMs: 30 * DAY_MS, nowMs });
  expect(await prune(4, true)).toMatchObject({ removed: ["older"], kept: ["old", "edge", "new", "ahead"] });
  expect(await prune(0, false)).toMatchObject({ removed: ["older", "old"], kept: ["edge", "new", "ahead"] });
  expect(await names(runsDir)).toEqual(["ahead", "edge", "new"]);
});

test.each([
  [[], "needs --keep or --older-than"],
  [["--older-than", "30"], "such as 12h, 30d or 8w"],
  [["--older-than", "-3d"], "such as 12h, 30d or 8w"],
  [["--older-than", "1e3d"], "such as 12h, 30d or 8w"],
])("prune %j is refused", async (flags, told) => {
  const { code, stderr } = await runMain(["runs", "prune", ...flags]);
  expect([code, stderr.includes("[FP-CLI-001]"), stderr.includes(told)]).toEqual([2, true, true]);
});

test("an id that came back another year is another run's, in the list and in the history", async () => {
  const { runsDir } = await place();
  const id = "1125T0230-7";
  const [then, now] = ["2025-11-25T02:30:00.000Z", "2026-11-25T02:30:00.000Z"];
  await appendHistory(runsDir, historyEntry(verdict({ verdict: "NOT READY" }, { id, startedAt: then })));
  await buildRun(runsDir, id, { startedAt: now });
  const states = async () => (await listRuns(runsDir)).rows.map((row) => [row.startedAt, row.verdict, row.state]);
  expect(await states()).toEqual([
    [then, "NOT READY", "gone"],
    [now, null, "kept"],
  ]);
  await appendHistory(runsDir, historyEntry(verdict({}, { id, startedAt: now })));
  expect(await states()).toEqual([
    [then, "NOT READY", "gone"],
    [now, "READY", "kept"],
  ]);
});

test("the list says until when a READY holds, and which has had its day", async () => {
  const { runsDir } = await place();
  const began = { startedAt: "2026-11-25T02:30:00.000Z" };
  for (const [id, validUntil] of [
    ["old", "2020-01-01T00:00:00.000Z"],
    ["fresh", "2999-01-01T00:00:00.000Z"],
    ["undated", null],
  ] as const)
    await appendHistory(runsDir, historyEntry(verdict({}, { id, ...began, validUntil })));
  const { stdout } = await runMain(["runs", "list", "--runs", runsDir]);
  expect(stdout).toMatch(/^old .*READY, expired 2020-01-01/m);
  expect(stdout).toMatch(/^fresh .*READY until 2999-01-01/m);
  expect(stdout).toMatch(/^undated .*READY {2}/m);
});
