import type { EvidenceKind, JudgeInput } from "../../contract/drill.ts";
import { type Example, type Examples, MOST_EXAMPLES } from "../examples.ts";
import type { MappedTarget } from "../../schema/evidence.ts";
import type { FollowUps } from "../follow-ups.ts";
import type { Measurement } from "../objective.ts";
import type { QuantileBudget } from "../quantile-budget.ts";
import { allowedMisses } from "../../statistics/allowed-misses.ts";
import type { QueueInversion } from "../queue-order-inversions.ts";
import type { NanoDropFolds } from "./folds.ts";

/** A clock that showed itself off is off, whatever was not told beside. */
const withoutStamps = ({ misses, untold }: { readonly misses: number; readonly untold: number }): Unmeasured =>
  untold === 0 || misses > 0
    ? {}
    : { unmeasured: `no stamp of the target's could be read on ${untold} of the contacts that it answered` };

/** Fewer customers who came back to what was closed say nothing of it. */
const LEAST_CLOSED = 3;
/**
 * At the bundled stack what its island answers is closed. Of a mapped desk nobody knows that but of what agents of the run
 * closed, and a desk that is deaf there answers all others.
 */
const withoutClosed = (
  { misses, closed, silent }: FollowUps["counts"],
  mapped: MappedTarget | undefined,
): Unmeasured => {
  if (mapped === undefined || misses > 0) return {};
  if (silent > 0)
    return { unmeasured: `${silent} who came back had no answer in time, and whether people were busy nobody knows` };
  return !mapped.parts.includes("agent") || closed >= LEAST_CLOSED
    ? {}
    : { unmeasured: `${closed} of the ${LEAST_CLOSED} customers came back to a closed contact that it needs` };
};

/** Proved before the drop says nothing of its course; a place that was bad is bad, whatever was not read elsewhere. */
const withoutReads = (notReady: readonly string[], [unread]: readonly string[]): Unmeasured =>
  notReady.length > 0 || unread === undefined
    ? {}
    : { unmeasured: `nobody read a good island at ${unread} while the drop went on` };

type Unmeasured = { readonly unmeasured: string } | Record<string, never>;

/** What each objective of nano-drop measured, by its id; the evidence that a figure needs decides whether it counts. */
export function measureNanoDrop(input: JudgeInput, folds: NanoDropFolds): Readonly<Record<string, Measurement>> {
  const { work, joined, agreement, islands, outcomes, deliveries, genuine, access, answers, followUps, clock, order } =
    folds;
  const { account, again } = folds;
  const { counts } = outcomes;
  const { budgets } = input.plan;
  const missing = (...kinds: readonly EvidenceKind[]): Unmeasured => {
    const gone = kinds.filter((kind) => input.missing.has(kind));
    return gone.length === 0 ? {} : { unmeasured: `evidence is missing (${gone.join(", ")})` };
  };
  const quantile = (
    budget: QuantileBudget,
    p: number,
    perUnit: number,
    examples: Examples,
    ...kinds: readonly EvidenceKind[]
  ): Measurement => {
    const value = budget.quantile();
    return {
      n: budget.n,
      misses: budget.misses(),
      allowed: allowedMisses(budget.n, p),
      value: value === null ? null : value / perUnit,
      missWord: "late",
      examples: examples.list(),
      ...missing("contact", ...kinds),
    };
  };
  const count = (
    n: number,
    misses: number,
    missWord: string,
    examples: Examples | null,
    ...kinds: readonly EvidenceKind[]
  ): Measurement => ({
    n,
    misses,
    allowed: 0,
    value: misses,
    missWord,
    examples: examples?.list() ?? [],
    ...missing(...kinds),
  });
  /** At least `atLeast` of `n` must be good: the rest, rounded down, may miss. */
  const share = (
    n: number,
    misses: number,
    atLeast: number,
    missWord: string,
    examples: Examples,
    ...kinds: readonly EvidenceKind[]
  ): Measurement => ({
    n,
    misses,
    allowed: allowedMisses(n, atLeast),
    value: n === 0 ? null : (n - misses) / n,
    missWord,
    examples: examples.list(),
    ...missing("contact", ...kinds),
  });

  const overtaken = access.overtaken();
  const inversions = order.inversions();
  const notReady = islands.notReady();
  return {
    "browser-answer": folds.walks.measurement(),
    "islands-ready": {
      ...count(islands.expected().length, notReady.length, "not ready", null),
      examples: islands.examples(),
      ...withoutReads(notReady, islands.unread()),
      ...missing("journal", "probe"),
    },
    "access-proved": { ...folds.doors.session.measurement(islands.expected()), ...missing("access", "journal") },
    "owner-checked": { ...folds.doors.owner.measurement(islands.expected()), ...missing("access", "journal") },
    "agents-proved": { ...folds.doors.agents.measurement(islands.expected()), ...missing("access", "journal") },
    "consent-recorded": {
      ...count(
        agreement.counts.acknowledged,
        agreement.counts.withoutConsent,
        "without",
        agreement.withoutConsent,
        ...(["contact", "consent", "log"] as const),
      ),
      ...folds.absence.note(),
    },
    "log-complete": {
      ...count(
        agreement.counts.acknowledged,
        agreement.counts.disagreeing + joined.brokenLinks(),
        "not one to one",
        agreement.disagreeing,
        ...(["contact", "desk-contact", "log"] as const),
      ),
      examples: [...agreement.disagreeing.list(), ...joined.brokenAt.list()].slice(0, MOST_EXAMPLES),
      ...folds.absence.note(),
    },
    "words-visible": count(account.counts.looked, account.counts.unseen, "never shown", account.unseen, "contact"),
    "account-agrees": count(
      account.counts.accepted,
      account.counts.disagreeing,
      "told otherwise",
      account.disagreeing,
      ...(["contact", "account"] as const),
    ),
    "target-clock": {
      ...count(
        clock.counts.n,
        clock.counts.misses,
        "off",
        clock.wrong,
        ...(input.replicate.mapped === undefined
          ? (["contact", "desk-contact", "log"] as const)
          : (["contact"] as const)),
      ),
      ...withoutStamps(clock.counts),
    },
    "context-present": count(
      work.counts.contextClaims,
      work.counts.withoutContext,
      "without",
      work.withoutContext,
      "handling",
    ),
    "replies-delivered": count(
      deliveries.counts.sent,
      deliveries.counts.lost,
      "lost",
      deliveries.lost,
      ...(["contact", "handling"] as const),
    ),
    "replies-genuine": {
      ...count(
        genuine.counts.seen,
        // Elsewhere the event log proves who brought a contact back.
        genuine.counts.misses +
          work.counts.doubleClaims +
          (input.replicate.mapped === undefined ? 0 : again.counts.misses),
        "not genuine",
        genuine.wrong,
        ...(["contact", "handling"] as const),
      ),
      examples: [
        ...genuine.wrong.list(),
        ...work.claimedTwice.list(),
        ...(input.replicate.mapped === undefined ? [] : again.wrong.list()),
      ].slice(0, MOST_EXAMPLES),
    },
    "island-facts": count(answers.untrue.n, answers.untrue.misses, "untrue", answers.untrue.examples, "contact"),
    "triage-right": share(
      answers.misread.n,
      answers.misread.misses,
      budgets.triageRightAtLeast,
      "misread",
      answers.misread.examples,
    ),
    "reopens-answered": {
      ...count(followUps.counts.n, followUps.counts.misses, "never answered", followUps.unanswered, "contact"),
      ...withoutClosed(followUps.counts, input.replicate.mapped),
    },
    "desk-delay-p95": quantile(access.delay, 0.95, 1, access.delayed, "handling"),
    "queue-order": {
      // What customers saw and what the log proves: whichever is worse. Without a log, what customers saw.
      ...count(
        overtaken.n,
        Math.max(overtaken.misses, inversions.length),
        "overtaken",
        overtaken.examples,
        ...(["contact", "handling"] as const),
      ),
      examples: overtaken.misses > 0 ? overtaken.examples.list() : inversions.slice(0, MOST_EXAMPLES).map(inLog),
    },
    "system-delay-p95": quantile(deliveries.delay, 0.95, 1, deliveries.delayed, "handling"),
    "human-reply-p95": quantile(outcomes.human.p95, 0.95, 1000, outcomes.human.late, "handling"),
    "human-reply-p50": quantile(outcomes.human.p50, 0.5, 1000, outcomes.human.slow, "handling"),
    "any-reply-p95": quantile(outcomes.any.p95, 0.95, 1000, outcomes.any.late),
    "any-reply-p50": quantile(outcomes.any.p50, 0.5, 1000, outcomes.any.slow),
    unanswered: {
      ...share(counts.contacts, counts.unanswered, 1 - budgets.unansweredAtMost, "unanswered", outcomes.unanswered),
      value: counts.contacts === 0 ? null : counts.unanswered / counts.contacts,
    },
    "first-contact-resolution": share(
      counts.contacts,
      counts.contacts - counts.resolvedFirst,
      budgets.firstContactResolution.atLeast,
      "not resolved at first",
      outcomes.unresolved,
    ),
  };
}

const inLog = ({ contactId, overtook, index }: QueueInversion): Example => ({
  contact: contactId,
  message: null,
  atSec: null,
  what: `was claimed before ${overtook} by entry ${index} of the log`,
});
