import type { EvidenceKind, JudgeInput, JudgeOutcome, ObjectiveSpec } from "../../contract/drill.ts";
import { type Measurement, toObjective } from "../objective.ts";
import { allowedMisses } from "../../statistics/allowed-misses.ts";
import type { ObjectiveResult, ValidityCheck } from "../../schema/verdict.ts";
import { nanoDropCharts } from "./charts.ts";
import type { NanoDropFolds } from "./folds.ts";
import { measureNanoDrop } from "./measurements.ts";
import { offeredSlots } from "./offered-slots.ts";
import { nanoDropTables } from "./tables.ts";

/** Share of an agent's time that the system may take before compressed time distorts the queue (design, section 6). */
const MOST_SYSTEM_SHARE = 0.02;

const EXPORTS: readonly EvidenceKind[] = ["desk-contact", "consent", "log"];

/** Turns the folded counts of one replicate into objectives, validity, charts and tables. Pure. */
export function concludeNanoDrop(input: JudgeInput, folds: NanoDropFolds): JudgeOutcome {
  const measurements = measureNanoDrop(input, folds);
  const objectives = input.specs.map((spec) => toObjective(spec, measurements[spec.id] ?? nothing(spec)));
  const use = folds.work.use.busiestWindowMean();
  const slots = input.replicate.plannedSlots;
  return {
    objectives,
    validity: validity(input, folds),
    certainMisses: certainMisses(input, objectives, folds),
    charts: nanoDropCharts(input, folds.outcomes),
    tables: nanoDropTables(folds, slots, input.replicate),
    staffing: {
      peakUse: slots === 0 ? null : use / slots,
      neededSlots: offeredSlots(input, folds.outcomes),
      queueSeen: folds.work.counts.queued > 0,
    },
  };
}

const nothing = (spec: ObjectiveSpec): Measurement => ({
  n: 0,
  misses: 0,
  allowed: 0,
  value: null,
  missWord: "missed",
  unmeasured: `nothing measures ${spec.id}`,
});

function validity(input: JudgeInput, { work, joined, outcomes }: NanoDropFolds): ValidityCheck[] {
  // Those that a served target held before are nobody's concern; they do not go away either.
  const foreign = Math.abs(joined.foreign() - (input.replicate.contactsBefore ?? 0));
  const share = work.counts.handledMs === 0 ? 0 : work.counts.systemMs / work.counts.handledMs;
  const checks: ValidityCheck[] = [
    {
      id: "drain-complete",
      ok: outcomes.counts.cutShort === 0,
      sentence:
        outcomes.counts.cutShort === 0
          ? "Every contact was watched for its whole budget."
          : `${outcomes.counts.cutShort} contacts were not watched for their whole budget.`,
      value: outcomes.counts.cutShort,
      limit: 0,
    },
    {
      id: "system-time-share",
      // In real time nothing is compressed.
      ok: share <= MOST_SYSTEM_SHARE || input.replicate.timeFactor === 1,
      sentence: `The system took ${(share * 100).toFixed(2)} % of the agents' time; above 2 % compressed time would distort the queue.`,
      value: share,
      limit: MOST_SYSTEM_SHARE,
    },
  ];
  if (EXPORTS.every((kind) => !input.missing.has(kind))) {
    checks.push({
      id: "reconciled",
      ok: foreign === 0,
      sentence:
        foreign === 0
          ? "Every contact at the desk is one of this run's."
          : `The desk holds ${foreign} contacts that this run did not open.`,
      value: foreign,
      limit: 0,
    });
  }
  return checks;
}

/**
 * Misses that no missing evidence could undo: those whose count exceeds the allowance even if every contact that
 * left no record had been answered in time, and those seen on evidence that is whole.
 */
function certainMisses(
  input: JudgeInput,
  objectives: readonly ObjectiveResult[],
  { outcomes }: NanoDropFolds,
): string[] {
  const unrecorded = Math.max(0, input.replicate.plannedContacts - outcomes.counts.contacts);
  const { budgets } = input.plan;
  const share: Readonly<Record<string, number>> = {
    "any-reply-p50": 0.5,
    "any-reply-p95": 0.95,
    "human-reply-p50": 0.5,
    "human-reply-p95": 0.95,
    "system-delay-p95": 0.95,
    "desk-delay-p95": 0.95,
    unanswered: 1 - budgets.unansweredAtMost,
    "triage-right": budgets.triageRightAtLeast,
    "first-contact-resolution": budgets.firstContactResolution.atLeast,
  };
  return objectives
    .filter((one) => {
      if (!one.key || one.status !== "missed") return false;
      const p = share[one.id];
      return p === undefined || one.misses > allowedMisses(one.n + unrecorded, p);
    })
    .map((one) => one.id);
}
