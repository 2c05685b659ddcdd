import { mkdir, readdir, realpath, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { COMPARED_POLICIES } from "../../core/contract/call-policies.ts";
import { COMPARISON_FILE, COMPARISON_RUN_FILE, type ComparisonRun } from "../../core/schema/comparison.ts";
import { runKey, takeLock } from "../../harness/lock/target-lock.ts";
import { slowPlanned } from "../../harness/recover/testing/left-run.ts";
import { runMain } from "../../test/main-in-process.ts";
import { testFolder } from "../../test/temp-folder.ts";
import { pruneRuns } from "./prune-runs.ts";
import { type BuiltRun, buildRun } from "./run-builder.ts";

const AT = "2026-11-25T02:00:00.000Z";

/** A folder with a run of one o'clock, a comparison of two o'clock and a run of three. */
async function place(first: BuiltRun = {}, judged = true): Promise<{ runsDir: string; stateDir: string }> {
  const root = await realpath(await testFolder("prune"));
  const [runsDir, stateDir] = [join(root, "runs"), join(root, "state")];
  await mkdir(stateDir, { mode: 0o700 });
  await buildRun(runsDir, "one", { startedAt: "2026-11-25T01:00:00.000Z" });
  const dir = join(runsDir, "two-policies");
  await buildRun(dir, "two", { startedAt: AT, ...first });
  await buildRun(dir, "two-a", { startedAt: "2026-11-25T02:05:00.000Z" });
  const record: ComparisonRun = {
    ...{ schema: "fieldproof.comparison-run/1", kind: "policies", id: "two-policies", seed: 7, startedAt: AT },
    ...{ profile: "smoke", policies: COMPARED_POLICIES.map((id) => ({ id, planDigest: "a".repeat(64) })), notes: [] },
  };
  await writeFile(join(dir, COMPARISON_RUN_FILE), JSON.stringify(record));
  if (judged) await writeFile(join(dir, COMPARISON_FILE), "{}");
  await buildRun(runsDir, "three", { startedAt: "2026-11-25T03:00:00.000Z" });
  return { runsDir, stateDir };
}

test("a comparison counts as one folder among the runs, by its start, and goes whole", async () => {
  const { runsDir, stateDir } = await place();
  const dry = await pruneRuns(runsDir, { keep: 2, dryRun: true, stateDir });
  expect(dry).toEqual({ removed: ["one"], spared: [], kept: ["two-policies", "three"] });
  const nowMs = Date.parse("2026-11-25T03:00:00.001Z");
  const done = await pruneRuns(runsDir, { keep: 0, olderThanMs: 3_600_000, nowMs, dryRun: false, stateDir });
  expect(done).toEqual({ removed: ["one", "two-policies"], spared: [], kept: ["three"] });
  expect([await readdir(runsDir), await readdir(stateDir)]).toEqual([["three"], []]);
});

test.each<[string, BuiltRun, boolean, string]>([
  ["left a fault at its target", { entries: [slowPlanned()] }, true, "two: origin-slow at staging"],
  ["was never judged", { judged: false }, true, "two: it was never judged"],
  ["has no end", { ended: false }, true, "two: it has no end"],
])("a comparison stays whole when a run of it %s", async (_name, first, judged, reason) => {
  const { runsDir, stateDir } = await place(first, judged);
  const { removed, spared } = await pruneRuns(runsDir, { keep: 1, dryRun: false, stateDir });
  expect([removed, spared]).toEqual([["one"], [{ id: "two-policies", reason: expect.stringContaining(reason) }]]);
  expect(await readdir(join(runsDir, "two-policies"))).toContain("two-a");
});

test("a comparison stays while it has no table yet, or while one of its runs is worked on", async () => {
  const { runsDir, stateDir } = await place({}, false);
  const spared = async () => (await pruneRuns(runsDir, { keep: 1, dryRun: false, stateDir })).spared;
  expect(await spared()).toEqual([{ id: "two-policies", reason: "it was never judged" }]);
  await writeFile(join(runsDir, "two-policies", COMPARISON_FILE), "{}");
  const runDir = join(runsDir, "two-policies", "two-a");
  await takeLock({ keys: [runKey(runDir)], target: "staging", runDir }, { stateDir, leftBehind: async () => null });
  expect((await spared())[0]?.reason).toContain("two-a: process");
});

test("a comparison under a name that is not its own is nobody's to remove, and the list says so", async () => {
  const { runsDir, stateDir } = await place();
  const path = join(runsDir, "two-policies", COMPARISON_RUN_FILE);
  await writeFile(path, "{}");
  expect((await pruneRuns(runsDir, { keep: 0, dryRun: true, stateDir })).removed).toEqual(["one", "three"]);
  const { stdout } = await runMain(["runs", "list", "--runs", runsDir]);
  expect(stdout).toContain("none that can be read: two-policies");
});
