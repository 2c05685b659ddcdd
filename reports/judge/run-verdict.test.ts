import fc from "fast-check";
import { expect, test } from "vitest";
import type { ObjectiveSpec } from "../../core/contract/drill.ts";
import type { DrillVerdict } from "../../core/contract/ids.ts";
import { toObjective } from "../../core/judging/objective.ts";
import { RUN_SCHEMA_ID, type RunRecord } from "../../core/schema/evidence.ts";
import { planSchema } from "../../core/schema/plan.ts";
import type { DrillVerdictRecord, ReplicateVerdict } from "../../core/schema/verdict.ts";
import { expectedFolders } from "../evidence/read-run.ts";
import { rollUpReplicates } from "./drill-verdict.ts";
import { forecastOf, rollUpDrills, toVerdict } from "./run-verdict.ts";

const drill = (verdict: DrillVerdict, required = true): DrillVerdictRecord => ({
  drill: "nano-drop",
  title: "",
  why: "",
  required,
  verdict,
  sentence: verdict,
  code: null,
  met: 0,
  of: 0,
  replicates: [],
});
const replicate = (verdict: DrillVerdict, decidedByQueue = true): ReplicateVerdict => ({
  replicate: 1,
  seed: 1,
  verdict,
  reason: verdict,
  aborted: false,
  validity: [],
  objectives:
    verdict === "FAIL"
      ? [
          {
            id: "one",
            title: "",
            failureTitle: "",
            key: true,
            status: "missed",
            population: "",
            statistic: "count",
            limit: { value: 0, unit: "count", clock: null },
            measured: null,
            n: 1,
            leastN: 1,
            misses: 1,
            allowed: 0,
            sentence: "missed",
            next: "",
            code: "",
            decidedByQueue,
            examples: [],
          },
        ]
      : [],
  charts: [],
  tables: [],
  evidence: "",
});
const drillOf = (...verdicts: DrillVerdict[]) => rollUpReplicates(verdicts.map((one) => replicate(one))).verdict;

test("nothing, nothing required, or only optional passes: CAN'T TELL", () => {
  expect(rollUpDrills([], null).verdict).toBe("CAN'T TELL");
  expect(rollUpDrills([drill("PASS", false)], null).verdict).toBe("CAN'T TELL");
});

test.each<[DrillVerdict[], string]>([
  [["PASS"], "READY"],
  [["PASS", "FAIL"], "NOT READY"],
  [["FAIL", "INCONCLUSIVE"], "NOT READY"],
  [["PASS", "INCONCLUSIVE"], "CAN'T TELL"],
  [["PASS", "NOT RUN"], "CAN'T TELL"],
])("required drills %j make the run %s", (verdicts, expected) => {
  expect(
    rollUpDrills(
      verdicts.map((one) => drill(one)),
      null,
    ).verdict,
  ).toBe(expected);
});

test("what spoilt a drill is told before that another was left out", () => {
  const told = rollUpDrills([drill("NOT RUN"), drill("INCONCLUSIVE", false)], null);
  expect(told).toEqual({ verdict: "CAN'T TELL", sentence: "INCONCLUSIVE" });
  expect(rollUpDrills([drill("NOT RUN"), drill("PASS", false)], null).sentence).toBe("NOT RUN");
});

test("an aborted run is never READY, and says what ended it", () => {
  expect(rollUpDrills([drill("PASS")], { code: "FP-STOP-001", message: "Stopped by a file." })).toEqual({
    verdict: "CAN'T TELL",
    sentence: "Stopped by a file.",
  });
});

test("replicates: all pass, one of three fails, two fail, the only one fails", () => {
  expect(drillOf("PASS", "PASS", "PASS")).toBe("PASS");
  expect(drillOf("PASS", "FAIL", "PASS")).toBe("INCONCLUSIVE");
  expect(drillOf("FAIL", "FAIL", "PASS")).toBe("FAIL");
  expect(drillOf("FAIL")).toBe("FAIL");
  expect(drillOf("PASS", "INCONCLUSIVE")).toBe("INCONCLUSIVE");
  expect(drillOf()).toBe("NOT RUN");
});

test("an objective that no queue decides fails the drill at its first miss", () => {
  expect(rollUpReplicates([replicate("PASS"), replicate("FAIL", false), replicate("PASS")]).verdict).toBe("FAIL");
});

test("the sentence is the failed replicate's reason, its first miss; of one among several, what fails for itself", () => {
  const late = { ...replicate("FAIL", false), reason: "nobody was answered" };
  expect(rollUpReplicates([late]).sentence).toBe("nobody was answered");
  expect(rollUpReplicates([replicate("PASS"), late, late]).sentence).toBe("nobody was answered");
  expect(rollUpReplicates([replicate("PASS"), late, replicate("PASS")]).sentence).toBe("missed");
});

test("the forecast is 0.05^(1/k), and one run gives none", () => {
  expect(forecastOf("READY", 1)).toBe("one run: no forecast");
  expect(forecastOf("READY", 3)).toContain("at least 36 %");
  expect(forecastOf("READY", 10)).toContain("at least 74 %");
});

const SEVERITY = { READY: 0, "CAN'T TELL": 1, "NOT READY": 2 } as const;
const SPEC: ObjectiveSpec = {
  ...{ id: "one", title: "", failureTitle: "", population: "", statistic: "p95", key: true, decidedByQueue: true },
  ...{ limit: { value: 1, unit: "s", clock: null }, leastN: 20, code: "", next: "" },
};

test("one miss more never makes a run look better, whichever replicate it is in and whatever decides it", () => {
  const counts = fc.record({ queue: fc.integer({ min: 0, max: 4 }), flat: fc.integer({ min: 0, max: 2 }) });
  const severityOf = (list: readonly { readonly queue: number; readonly flat: number }[]): number => {
    const judged = list.map(({ queue, flat }) => {
      const objectives = [
        toObjective(SPEC, { n: 40, misses: queue, allowed: 2, value: null, missWord: "late" }),
        toObjective(
          { ...SPEC, decidedByQueue: false },
          { n: 40, misses: flat, allowed: 0, value: null, missWord: "lost" },
        ),
      ];
      const verdict: DrillVerdict = objectives.some(({ status }) => status === "missed") ? "FAIL" : "PASS";
      return { ...replicate("PASS"), verdict, objectives };
    });
    const { verdict, sentence } = rollUpReplicates(judged);
    return SEVERITY[rollUpDrills([{ ...drill(verdict), sentence }], null).verdict];
  };
  fc.assert(
    fc.property(fc.array(counts, { minLength: 1, maxLength: 6 }), fc.nat(), fc.boolean(), (list, at, queue) => {
      const worse = list.map((one, index) =>
        index === at % list.length ? { queue: one.queue + Number(queue), flat: one.flat + Number(!queue) } : one,
      );
      expect(severityOf(worse)).toBeGreaterThanOrEqual(severityOf(list));
      expect(severityOf(list.toReversed())).toBe(severityOf(list));
    }),
  );
});

const plan = planSchema.parse({ schema: "fieldproof.plan/1", drop: { name: "test" }, readyForDays: 3 });
const run = (part: Partial<RunRecord> = {}): RunRecord => ({
  ...{ schema: RUN_SCHEMA_ID, id: "1125T0257-7", startedAt: "2026-11-25T02:00:00.000Z" },
  ...{ endedAt: "2026-11-25T02:30:00.000Z", profile: "rehearsal", drills: ["nano-drop"], replicates: 1 },
  ...{ planDigest: "a", target: "staging", aborted: null, versions: {} },
  ...{ machine: { cpu: "test", cores: 2, memoryMb: 1000, platform: "linux-x64" } },
  ...part,
});
const validUntil = (drills: DrillVerdictRecord[], part: Partial<RunRecord> = {}) =>
  toVerdict(run(part), plan, drills, [], 5).run.validUntil;

test("a READY expires so many days after its run ended; plumbing, and what is no READY, has no date", () => {
  expect(validUntil([drill("PASS")])).toBe("2026-11-28T02:30:00.000Z");
  expect(validUntil([drill("PASS")], { profile: "smoke" })).toBeNull();
  expect(validUntil([drill("PASS")], { endedAt: null })).toBeNull();
  expect(validUntil([drill("FAIL")])).toBeNull();
  expect(validUntil([drill("INCONCLUSIVE")])).toBeNull();
});

test("a run without an end is READY for nothing, whatever its drills say", () => {
  const verdict = toVerdict(run({ endedAt: null }), plan, [{ ...drill("PASS"), met: 1, of: 1 }], [], 5);
  expect([verdict.verdict, verdict.exitCode]).toEqual(["CAN'T TELL", 3]);
  expect(verdict.sentence).toContain("The run has no end");
});

test("a forecast is of as many replicates as a drill really had", () => {
  const forecast = (...drills: DrillVerdictRecord[]) => toVerdict(run({ replicates: 5 }), plan, drills, [], 5).forecast;
  expect(forecast({ ...drill("PASS"), met: 5, of: 5 })).toContain("at least 54 %");
  expect(forecast({ ...drill("PASS"), drill: "key-rotation", met: 1, of: 1 })).toBe("one run: no forecast");
});

test("a forecast is of the required drills that a queue decides, the least sure of them, and of no other", () => {
  const forecast = (...drills: DrillVerdictRecord[]) => toVerdict(run({ replicates: 5 }), plan, drills, [], 5).forecast;
  const five = { ...drill("PASS"), met: 5, of: 5 };
  const fact: DrillVerdictRecord = { ...drill("PASS"), drill: "key-rotation", met: 1, of: 1 };
  const cost: DrillVerdictRecord = { ...drill("PASS"), drill: "solo-cost" };
  expect(forecast(fact, { ...five, required: false })).toBe("one run: no forecast");
  expect(forecast(fact, { ...five, verdict: "INCONCLUSIVE", required: false })).toBe("one run: no forecast");
  expect(forecast(five, fact)).toContain("5 of 5 met: at 95 % confidence at least 54 %");
  expect(forecast(five, { ...cost, met: 3, of: 3 })).toContain("3 of 3 met: at 95 % confidence at least 36 %");
  expect(forecast({ ...five, met: 4, verdict: "INCONCLUSIVE" })).toBe("5 runs on different seeds");
});

test("drills whose outcome is a fact are run once, whatever number is asked for", () => {
  const folders = expectedFolders({ drills: ["nano-drop", "key-rotation", "solo-cost"], replicates: 2 });
  expect(folders).toEqual(["nano-drop/1", "nano-drop/2", "key-rotation/1", "solo-cost/1", "solo-cost/2"]);
});

test("READY at a target that carries a part of the drill is READY for that part", () => {
  const spec: ObjectiveSpec = {
    ...{ id: "unanswered", title: "Nobody", failureTitle: "Some", population: "contacts", statistic: "share" },
    ...{ key: true, decidedByQueue: true, limit: { value: 0, unit: "share", clock: null }, leastN: 1 },
    ...{ code: "FP-NANO-005", next: "Look." },
  };
  const met = toObjective(spec, { n: 9, misses: 0, allowed: 0, value: 0, missWord: "unanswered" });
  const notRun = { ...met, id: "log-complete", status: "unmeasured", notRun: "the target has no event log" } as const;
  const passed = { ...drill("PASS"), replicates: [{ ...replicate("PASS"), objectives: [met, notRun] }] };
  const record: RunRecord = {
    ...{ schema: RUN_SCHEMA_ID, id: "x", startedAt: "2026-11-25T08:00:00Z", endedAt: "2026-11-25T08:01:00Z" },
    ...{ profile: "drop", drills: ["nano-drop"], replicates: 1, planDigest: "0".repeat(64), target: "desk" },
    ...{ aborted: null, versions: {}, machine: { cpu: "", cores: 1, memoryMb: 1, platform: "" } },
  };
  const plan = planSchema.parse({ schema: "fieldproof.plan/1", drop: { name: "test" } });
  const label = (drills: DrillVerdictRecord[]): string => toVerdict(record, plan, drills, [], 1).label;
  expect(label([passed])).toBe("READY (for what was measured: 1 of 2 key objectives; one run: no forecast)");
  expect(label([{ ...passed, replicates: [{ ...replicate("PASS"), objectives: [met] }] }])).not.toContain("measured");
  expect(label([{ ...passed, verdict: "FAIL" }])).not.toContain("for what was measured");
});
