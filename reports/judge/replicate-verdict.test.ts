import { expect, test } from "vitest";
import type { JudgeOutcome, ObjectiveSpec } from "../../core/contract/drill.ts";
import { aReplicate, PREFIX, toyChain } from "../../core/judging/evidence-builder.ts";
import type { ReplicateRecord } from "../../core/schema/evidence.ts";
import { planSchema } from "../../core/schema/plan.ts";
import type { ObjectiveResult, ValidityCheck } from "../../core/schema/verdict.ts";
import { ruleReplicate } from "./replicate-verdict.ts";

const plan = planSchema.parse({ schema: "fieldproof.plan/1", drop: { name: "test" } });
const objective = (part: Partial<ObjectiveResult> = {}): ObjectiveResult => ({
  id: "human-reply-p95",
  title: "In time",
  failureTitle: "Late",
  key: true,
  status: "met",
  population: "contacts",
  statistic: "p95",
  limit: { value: 60, unit: "s", clock: "simulated" },
  measured: null,
  n: 50,
  leastN: 20,
  misses: 1,
  allowed: 2,
  sentence: "In time: 1 late of 50, 2 allowed.",
  next: "",
  code: "FP-NANO-004",
  decidedByQueue: true,
  examples: [],
  ...part,
});
const late = objective({ status: "missed", misses: 9, sentence: "Late: 9 of 50, 2 allowed." });
const outcome = (objectives: ObjectiveResult[], certainMisses: string[] = []): JudgeOutcome => ({
  objectives,
  validity: [],
  certainMisses,
  charts: [],
  tables: [],
  staffing: { peakUse: 0.7, neededSlots: 14, queueSeen: true },
});
const check = (id: string, ok: boolean): ValidityCheck => ({
  id,
  ok,
  sentence: `${id} is ${ok}`,
  value: null,
  limit: null,
});
const ruling = (
  objectives: ObjectiveResult[],
  checks: ValidityCheck[],
  record: Partial<ReplicateRecord> = {},
  certain: string[] = [],
  specs: ObjectiveSpec[] = [],
) =>
  ruleReplicate(
    { specs, plan, replicate: aReplicate(record), contactPrefix: PREFIX, chain: toyChain, missing: new Set() },
    outcome(objectives, certain),
    checks,
  );

const died = { faults: [{ code: "FP-STACK-003", message: "The stack died.", at: 1 }] };
const rule = (...args: Parameters<typeof ruling>) => ruling(...args).verdict;

test("met and valid passes, missed and valid fails, unmeasured is inconclusive", () => {
  expect(rule([objective()], [check("lateness", true)])).toBe("PASS");
  expect(rule([late], [check("lateness", true)])).toBe("FAIL");
  expect(rule([objective({ status: "unmeasured" })], [])).toBe("INCONCLUSIVE");
});

test("nothing to judge is never a pass", () => {
  expect(rule([], [])).toBe("INCONCLUSIVE");
});

test("a broken validity check spoils a green and a red alike", () => {
  expect(rule([objective()], [check("idle-cpu", false)])).toBe("INCONCLUSIVE");
  expect(rule([late], [check("idle-cpu", false)], {}, [late.id])).toBe("INCONCLUSIVE");
});

test("a target that died under a healthy load fails where the misses are certain", () => {
  const checks = [check("target-alive", false), check("evidence-complete", false), check("lateness", true)];
  expect(rule([late], checks, died, [late.id])).toBe("FAIL");
});

test("it is inconclusive where missing evidence could still undo the misses", () => {
  expect(rule([late], [check("target-alive", false), check("evidence-complete", false)], died, [])).toBe(
    "INCONCLUSIVE",
  );
});

test("it is inconclusive when the generator was unfit as well", () => {
  const checks = [check("target-alive", false), check("lateness", false)];
  expect(rule([late], checks, died, [late.id])).toBe("INCONCLUSIVE");
});

test("an interrupted run is inconclusive whatever was seen until then", () => {
  expect(rule([late], [check("k6-finished", false)], { ...died, aborted: true }, [late.id])).toBe("INCONCLUSIVE");
});

test("a stepped clock is the reason, since whatever is measured by it looks wrong, too", () => {
  const stepped = { ...check("clock-steady", false), value: 1_800_000, limit: 1000 };
  const broken = [check("idle-cpu", false), stepped];
  expect(ruling([objective()], broken)).toMatchObject({ verdict: "INCONCLUSIVE", reason: "clock-steady is false" });
  const unknown = { ...stepped, value: 0 };
  expect(ruling([objective()], [check("idle-cpu", false), unknown]).reason).toBe("idle-cpu is false");
});

const left = objective({ id: "log-complete", status: "unmeasured", notRun: "the target has no event log" });

test("what the target has not spoils no pass, and the pass says so", () => {
  const ruled = ruling([objective(), left], [check("reconciled", true)]);
  expect(ruled.verdict).toBe("PASS");
  expect(ruled.reason).toContain("1 of 2 key objectives were measured; not measured: the target has no event log.");
});

test("a pass needs an objective that was measured, and one that was not for another reason spoils it", () => {
  expect(rule([left], [check("reconciled", true)])).toBe("INCONCLUSIVE");
  const unmeasured = objective({ id: "unanswered", status: "unmeasured" });
  expect(rule([objective(), left, unmeasured], [check("reconciled", true)])).toBe("INCONCLUSIVE");
  expect(rule([late, left], [check("reconciled", true)])).toBe("FAIL");
});

test("an objective that only informs makes no pass: at least one that decides must have been met", () => {
  const shown = objective({ id: "edge-share", key: false, sentence: "Answered at the edge: 0 of 50." });
  expect(rule([shown], [check("reconciled", true)])).toBe("INCONCLUSIVE");
  expect(rule([shown, left], [check("reconciled", true)])).toBe("INCONCLUSIVE");
  const flat = objective({ statistic: "count", sentence: "Each is logged: 0 missing of 50." });
  expect(ruling([shown, flat], [])).toMatchObject({ verdict: "PASS", reason: flat.sentence });
});

test("a key objective that the judge does not speak of is not met", () => {
  const silent = { ...objective({ id: "log-complete" }), decidedByQueue: false };
  expect(ruling([objective()], [], {}, [], [objective(), silent])).toEqual({
    verdict: "INCONCLUSIVE",
    reason: "Not measured: the judge is silent on log-complete.",
  });
  expect(ruling([objective()], [], {}, [], [objective(), { ...silent, key: false }]).verdict).toBe("PASS");
});
