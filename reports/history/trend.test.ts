import { expect, test } from "vitest";
import { type HistoryEntry, historyEntrySchema } from "../../core/schema/history.ts";
import type { Verdict } from "../../core/schema/verdict.ts";
import { drill, replicate, verdict } from "../render/verdict-builder.ts";
import { NANO_DROP_OBJECTIVES } from "../render/verdict-builder-objectives.ts";
import { renderReport } from "../render/report.ts";
import { historyEntry } from "./history-entry.ts";
import type { History } from "./history-file.ts";
import { MOST_RUNS, trendOf } from "./trend.ts";

const history = (entries: readonly HistoryEntry[], part: Partial<History> = {}): History => ({
  ...{ entries, damaged: 0, foreign: 0, others: 0 },
  ...part,
});

/** A run whose four drills had these medians of human replies, in seconds; null: somebody was never answered. */
function runOf(id: string, seconds: readonly (number | null)[], run: Partial<Verdict["run"]> = {}): Verdict {
  const replicates = seconds.map((value, at) =>
    replicate({
      replicate: at + 1,
      verdict: value === null ? "FAIL" : "PASS",
      objectives: NANO_DROP_OBJECTIVES.map((one) =>
        one.id === "reply-human-p50"
          ? {
              ...one,
              status: value === null ? ("missed" as const) : ("met" as const),
              measured: value === null ? null : { value, unit: "s", clock: "simulated" },
            }
          : one,
      ),
    }),
  );
  return verdict({ drills: [drill("nano-drop", { replicates })] }, { id, ...run });
}
const entryOf = (...of: Parameters<typeof runOf>): HistoryEntry => historyEntry(runOf(...of));
const rowOf = (trend: ReturnType<typeof trendOf>) =>
  trend.rows.find(({ objective }) => objective === "reply-human-p50");

const FAST = [17, 18, 19, 20];
const SLOW = [31, 32, 33, 35];

test("an entry fits its schema", () => {
  expect(historyEntrySchema.parse(entryOf("a", FAST))).toEqual(entryOf("a", FAST));
});

test("without an earlier run there is no baseline, and it is said", () => {
  const trend = trendOf(entryOf("a", FAST), history([]));
  expect(trend.sentence).toMatch(/^No baseline: no earlier run of this plan on this kind of machine \(Xeon/);
  expect(trend.rows.every(({ comparison }) => comparison.word === "no baseline")).toBe(true);
});

test("a run that became slower is told by its ratio, and its median stands last", () => {
  const trend = trendOf(entryOf("b", SLOW), history([entryOf("a", FAST)]));
  expect(rowOf(trend)?.values).toEqual([18.5, 32.5]);
  expect(rowOf(trend)?.comparison).toMatchObject({ word: "worse", interval: [expect.any(Number), expect.any(Number)] });
  expect(trend.sentence).toMatch(
    /^Compared with 1 earlier run\(s\): nano-drop reply-human-p50 worse \(1\.\d\d\u00d7\)\.$/,
  );
});

test.each<[string, Partial<Verdict["run"]>]>([
  ["another plan", { planDigest: "another" }],
  ["another profile", { profile: "drop" }],
  ["another time factor", { timeFactor: 5 }],
  ["another target", { target: "staging" }],
  ["real people", { staffing: "real" }],
  ["another machine's processor", { machine: { cpu: "Other", cores: 2, memoryMb: 8192, platform: "linux x64" } }],
  ["a machine with more cores", { machine: { cpu: "Xeon 2.5 GHz", cores: 64, memoryMb: 8192, platform: "linux x64" } }],
  [
    "a machine with more memory",
    { machine: { cpu: "Xeon 2.5 GHz", cores: 2, memoryMb: 64_000, platform: "linux x64" } },
  ],
])("a run with %s is no baseline", (_name, part) => {
  const trend = trendOf(entryOf("b", SLOW), history([entryOf("a", FAST, part)]));
  expect([trend.runs.length, trend.sentence.startsWith("No baseline")]).toEqual([1, true]);
});

test("the same machine with a little less memory free is the same", () => {
  const machine = { cpu: "Xeon 2.5 GHz", cores: 2, memoryMb: 8190, platform: "linux x64" };
  expect(trendOf(entryOf("b", SLOW), history([entryOf("a", FAST, { machine })])).runs).toHaveLength(2);
});

test("a drill in which somebody was never answered is not left out of the comparison in silence", () => {
  const trend = trendOf(entryOf("b", [10, 10, 10, null]), history([entryOf("a", SLOW)]));
  expect(rowOf(trend)?.values).toEqual([32.5, null]);
  expect(rowOf(trend)?.comparison.word).toBe("informational");
  expect(rowOf(trend)?.comparison.sentence).toContain("never answered");
});

test("drills that may not be believed are no figures", () => {
  const entry = entryOf("b", SLOW);
  const spoiled = {
    ...entry,
    drills: entry.drills.map((one) => ({
      ...one,
      replicates: one.replicates.map((each) => ({ ...each, verdict: "INCONCLUSIVE" as const })),
    })),
  };
  expect(rowOf(trendOf(spoiled, history([entryOf("a", FAST)])))?.comparison.word).toBe("informational");
});

test("a run judged again is compared with what came before it, in the file's order, whatever the clocks said", () => {
  const earlier = entryOf("a", FAST, { startedAt: "2027-05-05T00:00:00.000Z" });
  const trend = trendOf(entryOf("b", SLOW), history([earlier, entryOf("b", SLOW), entryOf("c", FAST)]));
  expect(trend.runs.map(({ run }) => run)).toEqual(["a", "b"]);
});

test("draws the latest runs, and says how many lines it could not read", async () => {
  const many = Array.from({ length: 100 }, (_, at) => entryOf(`run-${at}`, FAST));
  const trend = trendOf(entryOf("now", FAST), history(many, { damaged: 2, foreign: 1 }));
  expect([trend.runs.length, trend.runs.at(-1)?.run]).toEqual([MOST_RUNS, "now"]);
  expect(trend.sentence).toContain("Compared with 100 earlier run(s)");
  expect(trend.sentence).toContain("3 line(s) of the history could not be read");
  const page = await renderReport(runOf("now", FAST), trend);
  expect(page).toContain('<h2 id="trend">Earlier runs</h2>');
  expect(page).toMatch(/aria-label="Oldest first: 18.5\u00a0s, /);
  expect(page).toContain("and history.jsonl");
  expect(await renderReport(runOf("now", FAST))).not.toContain("Earlier runs");
});

test("names in a history that was edited stay inert in the report", async () => {
  const entry = entryOf("b", SLOW);
  const hostile = "<script>alert(1)</script>";
  const edited: HistoryEntry = {
    ...entry,
    machine: { ...entry.machine, cpu: hostile },
    drills: entry.drills.map((one) => ({
      ...one,
      replicates: one.replicates.map((each) => ({
        ...each,
        objectives: each.objectives.map((objective) => ({ ...objective, id: `${hostile}${objective.id}` })),
      })),
    })),
  };
  const page = await renderReport(runOf("b", SLOW), trendOf(edited, history([{ ...edited, run: "a" }])));
  expect(page).toContain("&lt;script&gt;alert(1)");
  expect(page).not.toContain("<script>alert");
});
