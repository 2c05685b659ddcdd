import type { JudgeInput, JudgeOutcome } from "../../core/contract/drill.ts";
import { carriedOf, carriedText } from "../../core/judging/not-run.ts";
import type { DrillVerdict } from "../../core/contract/ids.ts";
import type { ReplicateVerdict, ValidityCheck } from "../../core/schema/verdict.ts";

/** Faults of the target's own, in which the generator had no part. */
const TARGET_FAULTS: readonly string[] = ["FP-STACK-003", "FP-STACK-004", "FP-STACK-005"];
/** Faults that halted the whole run, by no fault of what was measured until then. */
const HALTS: readonly string[] = ["FP-STOP-001", "FP-GUARD-001", "FP-GUARD-002", "FP-WATCH-001", "FP-WATCH-002"];
/** Checks that speak of evidence or of the target; all others speak of the generator. */
const NOT_GENERATOR: readonly string[] = [
  "evidence-complete",
  "reconciled",
  "drain-complete",
  "target-alive",
  "target-fit",
  "target-whole",
  "stimulus-effect",
  "lease-held",
  "undo-proved",
  "restored",
  "steady-after",
];
/** Checks of a load that was never begun because the target was not fit to be drilled. */
const LOAD_CHECKS: readonly string[] = [
  "load-started",
  "k6-finished",
  "contacts-complete",
  "lateness",
  "idle-cpu",
  "heartbeat",
  "clock-steady",
];

interface Ruling {
  readonly verdict: DrillVerdict;
  readonly reason: string;
}

/**
 * Validity first: a replicate that cannot be trusted is INCONCLUSIVE, except where a miss stands that no missing
 * evidence could undo and the generator is proved healthy; then it FAILS. Empty is never green.
 */
export function ruleReplicate(input: JudgeInput, outcome: JudgeOutcome, validity: readonly ValidityCheck[]): Ruling {
  const broken = validity.filter((check) => !check.ok);
  const missed = outcome.objectives.filter((one) => one.key && one.status === "missed");
  // What the target has not is told and spoils nothing; everything else that was not measured does.
  const unmeasured = outcome.objectives.filter(
    (one) => one.key && one.status === "unmeasured" && one.notRun === undefined,
  );
  const fault = input.replicate.faults[0];
  if (broken.length > 0 || input.replicate.aborted) {
    const certain = missed.filter((one) => outcome.certainMisses.includes(one.id));
    const worst = certain[0];
    if (worst !== undefined && !input.replicate.aborted && targetIsToBlame(input, broken)) {
      return { verdict: "FAIL", reason: `${worst.sentence}${fault === undefined ? "" : ` ${fault.message}`}` };
    }
    // A step of the clock makes whatever else is measured by it look wrong, too.
    const cause = broken.find(isClockStep) ?? broken[0];
    const why = fault?.message ?? cause?.sentence ?? "The replicate was cut short.";
    return {
      verdict: "INCONCLUSIVE",
      reason: input.replicate.aborted ? haltOf(input) : why,
    };
  }
  const worst = missed[0];
  if (worst !== undefined) return { verdict: "FAIL", reason: worst.sentence };
  // A judge that leaves a key objective out has not measured it.
  const silent = input.specs.find((spec) => spec.key && !outcome.objectives.some(({ id }) => id === spec.id));
  if (silent !== undefined)
    return { verdict: "INCONCLUSIVE", reason: `Not measured: the judge is silent on ${silent.id}.` };
  const unknown = unmeasured[0];
  if (unknown !== undefined) return { verdict: "INCONCLUSIVE", reason: unknown.sentence };
  if (!outcome.objectives.some((one) => one.key && one.status === "met"))
    return { verdict: "INCONCLUSIVE", reason: "No objective that decides was measured." };
  const tightest = tightestObjective(outcome);
  return { verdict: "PASS", reason: `${tightest}${notCarried(outcome.objectives, input.replicate)}` };
}

/** Not where nobody knows whether it was stepped. */
const isClockStep = ({ id, value, limit }: ValidityCheck): boolean =>
  id === "clock-steady" && value !== null && limit !== null && value > limit;

const haltOf = ({ replicate }: JudgeInput): string =>
  replicate.faults.find(({ code }) => HALTS.includes(code))?.message ?? "The run was interrupted before its end.";

function targetIsToBlame(input: JudgeInput, broken: readonly ValidityCheck[]): boolean {
  const byTarget = input.replicate.faults.some((fault) => TARGET_FAULTS.includes(fault.code));
  if (!byTarget) return false;
  const stoppedBefore = input.replicate.faults.some((fault) => fault.code === "FP-STACK-004");
  return broken.every((check) => NOT_GENERATOR.includes(check.id) || (stoppedBefore && LOAD_CHECKS.includes(check.id)));
}

/** The sentence of the reply budget that came nearest to its allowance: what a reader asks for first. */
function tightestObjective(outcome: JudgeOutcome): string {
  const met = outcome.objectives.filter((one) => one.key && one.status === "met");
  const late = met.filter((one) => one.statistic === "p95" && one.decidedByQueue && one.allowed > 0);
  const nearest = late.sort((a, b) => b.misses / b.allowed - a.misses / a.allowed)[0] ?? met[0];
  return nearest?.sentence ?? "Every key objective was met.";
}

/** What a pass says of a target that does not carry the whole drill, and how fine its reply times are. */
function notCarried(objectives: JudgeOutcome["objectives"], { mapped }: JudgeInput["replicate"]): string {
  const carried = carriedOf(objectives);
  const every = mapped?.repliesEveryMs;
  const finer = every === undefined || every === null ? "" : ` Reply times are known to ${every} ms.`;
  return carried === null ? finer : `${finer} ${carriedText(carried)}`;
}

/** Puts a ruling and its figures together, as verdict.json holds them. */
export function toReplicateVerdict(
  input: JudgeInput,
  outcome: JudgeOutcome,
  validity: readonly ValidityCheck[],
  evidence: string,
): ReplicateVerdict {
  const ruling = ruleReplicate(input, outcome, validity);
  return {
    replicate: input.replicate.replicate,
    seed: input.replicate.seed,
    verdict: ruling.verdict,
    reason: ruling.reason,
    aborted: input.replicate.aborted,
    validity: [...validity],
    objectives: [...outcome.objectives],
    charts: [...outcome.charts],
    tables: [...outcome.tables],
    ...(outcome.calls === undefined ? {} : { calls: outcome.calls }),
    evidence,
  };
}
