import type { EvidenceKind, JudgeInput, JudgeOutcome, ObjectiveSpec } from "../../contract/drill.ts";
import type { AgentWork } from "../agent-work.ts";
import type { ContactOutcomes } from "../contact-outcomes.ts";
import type { IslandReadiness } from "../island-readiness.ts";
import { type Measurement, toObjective } from "../objective.ts";
import type { QuantileBudget } from "../quantile-budget.ts";
import { allowedMisses } from "../../statistics/allowed-misses.ts";
import type { Reconciliation } from "../reconciliation.ts";
import type { ObjectiveResult, ValidityCheck } from "../../schema/verdict.ts";
import { nanoDropCharts } from "./charts.ts";
import { offeredSlots } from "./offered-slots.ts";
import { nanoDropTables } from "./tables.ts";

/** Share of an agent's time that the system may take before compressed time distorts the queue (design, section 6). */
const MOST_SYSTEM_SHARE = 0.02;

const EXPORTS: readonly EvidenceKind[] = ["desk-contact", "consent", "log"];

/** Turns the folded counts of one replicate into objectives, validity, charts and tables. Pure. */
export function concludeNanoDrop(
  input: JudgeInput,
  work: AgentWork,
  joined: Reconciliation,
  islands: IslandReadiness,
  outcomes: ContactOutcomes,
): JudgeOutcome {
  const { counts } = outcomes;
  const missing = (...kinds: readonly EvidenceKind[]): { unmeasured: string } | Record<string, never> => {
    const gone = kinds.filter((kind) => input.missing.has(kind));
    return gone.length === 0 ? {} : { unmeasured: `evidence is missing (${gone.join(", ")})` };
  };
  const quantile = (budget: QuantileBudget, p: number, perUnit: number): Measurement => {
    const value = budget.quantile();
    return {
      n: budget.n,
      misses: budget.misses(),
      allowed: allowedMisses(budget.n, p),
      value: value === null ? null : value / perUnit,
      missWord: "late",
      ...missing("contact"),
    };
  };
  const count = (n: number, misses: number, missWord: string, ...kinds: readonly EvidenceKind[]): Measurement => ({
    n,
    misses,
    allowed: 0,
    value: misses,
    missWord,
    ...missing(...kinds),
  });

  const fcrLimit = input.plan.budgets.firstContactResolution.atLeast;
  const notResolved = counts.contacts - counts.resolvedFirst;
  const notReady = islands.notReady();
  const measurements: Readonly<Record<string, Measurement>> = {
    "any-reply-p50": quantile(outcomes.any.p50, 0.5, 1000),
    "any-reply-p95": quantile(outcomes.any.p95, 0.95, 1000),
    "human-reply-p50": { ...quantile(outcomes.human.p50, 0.5, 1000), ...missing("contact", "handling") },
    "human-reply-p95": { ...quantile(outcomes.human.p95, 0.95, 1000), ...missing("contact", "handling") },
    unanswered: {
      n: counts.contacts,
      misses: counts.unanswered,
      allowed: Math.floor(input.plan.budgets.unansweredAtMost * counts.contacts + 1e-9),
      value: counts.contacts === 0 ? null : counts.unanswered / counts.contacts,
      missWord: "unanswered",
      ...missing("contact"),
    },
    "system-delay-p95": { ...quantile(outcomes.delay, 0.95, 1), ...missing("contact", "handling") },
    "first-contact-resolution": {
      n: counts.contacts,
      misses: notResolved,
      allowed: Math.floor((1 - fcrLimit) * counts.contacts + 1e-9),
      value: counts.contacts === 0 ? null : counts.resolvedFirst / counts.contacts,
      missWord: "not resolved at first",
      ...missing("contact"),
    },
    "replies-delivered": count(counts.sentReplies, counts.lostReplies, "lost", "contact", "handling"),
    "consent-recorded": count(counts.acknowledged, counts.withoutConsent, "without", "contact", "consent", "log"),
    "log-complete": count(
      counts.acknowledged,
      counts.disagreeing + joined.brokenLinks(),
      "not one to one",
      "contact",
      "desk-contact",
      "log",
    ),
    "context-present": count(work.counts.claims, work.counts.withoutContext, "without", "handling"),
    "islands-ready": count(islands.expected().length, notReady.length, "not ready", "journal"),
  };
  const objectives = input.specs.map((spec) => toObjective(spec, measurements[spec.id] ?? nothing(spec)));

  const offered = offeredSlots(input, outcomes);
  const use = work.use.busiestWindowMean();
  const slots = input.replicate.plannedSlots;
  return {
    objectives,
    validity: validity(input, work, joined, outcomes),
    certainMisses: certainMisses(input, objectives, outcomes),
    charts: nanoDropCharts(input, outcomes),
    tables: nanoDropTables(work, islands, outcomes, slots),
    staffing: { peakUse: slots === 0 ? null : use / slots, neededSlots: offered, queueSeen: work.counts.queued > 0 },
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

function validity(
  input: JudgeInput,
  work: AgentWork,
  joined: Reconciliation,
  outcomes: ContactOutcomes,
): ValidityCheck[] {
  const foreign = joined.foreign();
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
      ok: share <= MOST_SYSTEM_SHARE,
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
function certainMisses(input: JudgeInput, objectives: readonly ObjectiveResult[], outcomes: ContactOutcomes): string[] {
  const unrecorded = Math.max(0, input.replicate.plannedContacts - outcomes.counts.contacts);
  const share: Readonly<Record<string, number>> = {
    "any-reply-p50": 0.5,
    "any-reply-p95": 0.95,
    "human-reply-p50": 0.5,
    "human-reply-p95": 0.95,
    unanswered: 1 - input.plan.budgets.unansweredAtMost,
    "first-contact-resolution": input.plan.budgets.firstContactResolution.atLeast,
  };
  return objectives
    .filter((one) => {
      if (!one.key || one.status !== "missed") return false;
      const p = share[one.id];
      return p === undefined || one.misses > allowedMisses(one.n + unrecorded, p);
    })
    .map((one) => one.id);
}
