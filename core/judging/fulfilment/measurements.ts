import type { EvidenceKind, JudgeInput } from "../../contract/drill.ts";
import type { ExportedPromise } from "../../schema/promise-wire.ts";
import { allowedMisses } from "../../statistics/allowed-misses.ts";
import { createExamples } from "../examples.ts";
import type { Measurement } from "../objective.ts";
import { createQuantileBudget } from "../quantile-budget.ts";
import type { FulfilmentFolds, Troubled } from "./folds.ts";
import { firstWordAt, isAbandoned, isKept, isPromise, isStuck, promiseTerms } from "./matter-states.ts";
import { HOLD_MS, type Recovery, timeToRecover } from "./recovery.ts";

/** Share of the matters after the fault that must have come to the partner. */
const ASKED_AGAIN = 0.8;

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface FulfilmentFigures {
  readonly measurements: Readonly<Record<string, Measurement>>;
  readonly recovery: Recovery;
  readonly keptShare: number | null;
}

/** What each objective of overloaded-fulfilment measured, by its id. */
export function measureFulfilment(input: JudgeInput, folds: FulfilmentFolds): FulfilmentFigures {
  const { replicate, plan } = input;
  const { matters, visits, troubled, stream } = folds;
  const { timeFactor } = replicate;
  const t0 = replicate.t0 ?? 0;
  const budgets = plan.budgets.fulfilment;
  const span = (name: string): Span => replicate.phases.find((one) => one.name === name) ?? { fromMs: 0, toMs: 0 };
  const isIn = ({ receivedAt }: ExportedPromise, { fromMs, toMs }: Span): boolean =>
    receivedAt - t0 >= fromMs && receivedAt - t0 < toMs;
  const simMs = (wallMs: number): number => wallMs * timeFactor;
  const asSim = ({ fromMs, toMs }: Span): Span => ({ fromMs: simMs(fromMs), toMs: simMs(toMs) });
  const missing = (...kinds: readonly EvidenceKind[]): { unmeasured?: string } => {
    const gone = kinds.filter((kind) => input.missing.has(kind));
    return gone.length === 0 ? {} : { unmeasured: `evidence is missing (${gone.join(", ")})` };
  };
  const examplesOf = (found: readonly ExportedPromise[], what: (matter: ExportedPromise) => string) => {
    const examples = createExamples();
    for (const one of found)
      examples.add({
        ...{ contact: one.clientContactId, message: one.promiseId, what: what(one) },
        atSec: simMs(one.receivedAt - t0) / 1000,
      });
    return examples.list();
  };
  const none = (n: number, misses: number, missWord: string): Measurement => ({
    ...{ n, misses, allowed: 0, value: misses, missWord },
  });
  const share = (n: number, misses: number, atLeast: number, missWord: string): Measurement => ({
    ...{ n, misses, allowed: allowedMisses(n, atLeast), value: n === 0 ? null : (n - misses) / n, missWord },
  });

  const promises = matters.filter((one) => isPromise(one) && !isAbandoned(one));
  const ownerless = matters.filter((one) => isPromise(one) && one.owner === null);
  const resolved = matters.filter(({ state }) => state === "resolved");
  const doubled = resolved.filter(({ resolutions }) => resolutions > 1);
  const terms = promiseTerms(plan.fulfilment.promises.dueSec, timeFactor, visits.settled);
  const broken = promises.filter((one) => !isKept(one, terms));

  const ofFault = matters.filter((one) => isIn(one, span("fault")) && visits.asked(one.promiseId) > 0);
  const requests = ofFault.reduce((sum, { promiseId }) => sum + visits.asked(promiseId), 0);
  const after = matters.filter((one) => isIn(one, span("recover")) && !isAbandoned(one));
  const unasked = after.filter(({ promiseId }) => visits.asked(promiseId) === 0);

  // Of several the one that nobody looks after: another one of the same customer's does not make it good.
  const known = new Map<string | null, ExportedPromise>();
  for (const one of matters) if (!known.has(one.clientContactId) || isStuck(one)) known.set(one.clientContactId, one);
  // A desk that gives up the matter of a customer who still waits would take it out of every other count.
  const isGivenUp = ({ clientContactId, left }: Troubled): boolean => {
    const matter = known.get(clientContactId);
    return matter !== undefined && isAbandoned(matter) && left === null;
  };
  const lost = troubled.filter((one) => {
    const matter = known.get(one.clientContactId);
    return matter === undefined || isStuck(matter) || isGivenUp(one);
  });
  const lostExamples = createExamples();
  for (const one of lost) {
    const { clientContactId, contactId, scheduledAt } = one;
    lostExamples.add({
      ...{ contact: clientContactId, message: known.get(clientContactId)?.promiseId ?? contactId },
      atSec: simMs(scheduledAt - t0) / 1000,
      what: isGivenUp(one)
        ? "was given up as a customer who left, and had not left"
        : known.has(clientContactId)
          ? "was neither answered nor promised anything"
          : "is no matter at the desk",
    });
  }

  const word = createQuantileBudget(0.95, budgets.firstWordP95Sec * 1000);
  const tooLate: ExportedPromise[] = [];
  for (const one of matters.filter((one) => !isAbandoned(one) || isPromise(one))) {
    const at = firstWordAt(one);
    const waited = at === null ? null : simMs(at - one.receivedAt);
    word.add(waited);
    if (waited === null || waited > word.limitMs) tooLate.push(one);
  }
  const wordMs = word.quantile();

  const recovery = timeToRecover(
    matters
      .filter((one) => !isAbandoned(one))
      .map((one) => ({
        atMs: simMs(one.receivedAt - t0),
        tookMs: one.state === "resolved" && one.endedAt !== null ? simMs(one.endedAt - one.receivedAt) : null,
      })),
    { control: asSim(span("control")), recover: asSim(span("recover")) },
  );
  const recovered = recovery.afterMs !== null && recovery.afterMs <= budgets.recoverSec * 1000;
  const human = stream.human.p95;
  const humanMs = human.quantile();

  const measurements: Readonly<Record<string, Measurement>> = {
    "follow-ups-paced": {
      ...none(visits.counts.followUps, visits.counts.herded, "in a herd"),
      ...{ examples: visits.herded.list(), ...missing("partner-visit") },
    },
    "retry-amplification": {
      ...{ n: requests, misses: requests - ofFault.length, missWord: "repeated" },
      allowed: Math.floor((budgets.requestsPerMatterAtMost - 1) * ofFault.length),
      value: ofFault.length === 0 ? null : requests / ofFault.length,
      examples: examplesOf(
        [...ofFault].sort((a, b) => visits.asked(b.promiseId) - visits.asked(a.promiseId)),
        ({ promiseId }) => `was asked for ${visits.asked(promiseId)} times`,
      ),
      ...missing("promise", "partner-visit"),
    },
    "queue-bounded": {
      ...none(visits.counts.letIn, visits.counts.crowded, "beyond its places"),
      ...{ examples: visits.crowded.list(), ...missing("partner-visit") },
    },
    "partner-asked-again": {
      ...share(after.length, unasked.length, ASKED_AGAIN, "never asked for"),
      examples: examplesOf(unasked, () => "came after the fault and never reached the partner"),
      ...missing("promise", "partner-visit"),
    },
    "promises-owned": {
      ...none(matters.filter(isPromise).length, ownerless.length, "without an owner"),
      examples: examplesOf(ownerless, () => "is a promise of nobody's"),
      ...missing("promise"),
    },
    "nothing-lost": {
      ...none(troubled.length, lost.length, "lost"),
      ...{ examples: lostExamples.list(), ...missing("promise", "contact") },
    },
    "resolved-once": {
      ...none(resolved.length, doubled.length, "resolved again"),
      examples: examplesOf(doubled, ({ resolutions }) => `was resolved ${resolutions} times`),
      ...missing("promise"),
    },
    "stream-unharmed": {
      ...{ n: human.n, misses: human.misses(), allowed: allowedMisses(human.n, 0.95), missWord: "late" },
      ...{ value: humanMs === null ? null : humanMs / 1000, examples: stream.human.late.list() },
      ...missing("contact", "handling"),
    },
    "first-word-p95": {
      ...{ n: word.n, misses: word.misses(), allowed: allowedMisses(word.n, 0.95), missWord: "late" },
      ...{ value: wordMs === null ? null : wordMs / 1000 },
      examples: examplesOf(tooLate, (one) => (firstWordAt(one) === null ? "had no word at all" : "had its word late")),
      ...missing("promise"),
    },
    "promises-kept": {
      ...share(promises.length, broken.length, budgets.keptAtLeast, "broken"),
      examples: examplesOf(broken, ({ state }) =>
        state === "resolved" ? "was resolved after its due time, or by nobody at the partner" : `is ${state}`,
      ),
      ...missing("promise", "partner-visit"),
    },
    "time-to-recover": {
      ...{ n: recovery.n, misses: recovered ? 0 : 1, allowed: 0, missWord: "recovery too late or never" },
      value: recovery.afterMs === null ? null : recovery.afterMs / 1000,
      ...(recovery.afterMs === null
        ? { note: `No ${HOLD_MS / 1000} s after the fault were as before it.` }
        : { note: `It came after ${(recovery.afterMs / 1000).toFixed(0)} s.` }),
      ...(recovery.limitMs === null && recovery.n > 0
        ? { unmeasured: "too many matters were not resolved before the fault" }
        : {}),
      ...missing("promise"),
    },
  };
  const keptShare = promises.length === 0 ? null : 1 - broken.length / promises.length;
  return { measurements, recovery, keptShare };
}
