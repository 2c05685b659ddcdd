import type { JudgeInput } from "../../contract/drill.ts";
import type { CallFigures } from "../../schema/call-figures.ts";
import type { FulfilmentFolds } from "./folds.ts";
import type { Goodput } from "./goodput.ts";
import { isAbandoned, isKept, isPromise, promiseTerms } from "./matter-states.ts";
import type { PromiseCurves } from "./promise-curves.ts";
import type { Recovery } from "./recovery.ts";

/**
 * What the plan's call policy did to the partner, for the panel that sets policies side by side. Null where the partner's
 * account or the desk's promises are missing: nothing is made up of the other.
 */
export function callFiguresOf(
  input: JudgeInput,
  folds: FulfilmentFolds,
  { recovery, curves, goodput }: { recovery: Recovery; curves: PromiseCurves; goodput: Goodput },
): CallFigures | null {
  if (input.missing.has("promise") || input.missing.has("partner-visit")) return null;
  const { plan, replicate } = input;
  const { matters, visits } = folds;
  const t0 = replicate.t0 ?? 0;
  const { answeredAt, worked, forNobody } = goodput;
  const span = (name: string) => replicate.phases.find((one) => one.name === name) ?? { fromMs: 0, toMs: 0 };
  const secOf = ({ fromMs, toMs }: { fromMs: number; toMs: number }): number =>
    ((toMs - fromMs) * replicate.timeFactor) / 1000;
  const perSec = (at: readonly number[], among: { fromMs: number; toMs: number }): number | null => {
    const inside = at.filter((one) => one - t0 >= among.fromMs && one - t0 < among.toMs).length;
    return secOf(among) > 0 ? inside / secOf(among) : null;
  };
  const asked = matters.filter(({ promiseId }) => visits.asked(promiseId) > 0);
  const requests = asked.reduce((sum, { promiseId }) => sum + visits.asked(promiseId), 0);
  const promises = matters.filter((one) => isPromise(one) && !isAbandoned(one));
  const terms = promiseTerms(plan.fulfilment.promises.dueSec, replicate.timeFactor, visits.settled);
  const kept = promises.filter((one) => isKept(one, terms)).length;
  return {
    policy: plan.fulfilment.policy,
    queue: plan.fulfilment.partner.queue,
    offeredPerSec: perSec(
      matters.map(({ receivedAt }) => receivedAt),
      { fromMs: span("control").fromMs, toMs: span("recover").toMs },
    ),
    answeredPerSec: {
      before: perSec(answeredAt, span("control")),
      during: perSec(answeredAt, span("fault")),
      after: perSec(answeredAt, span("recover")),
    },
    requestsPerMatter: asked.length === 0 ? null : requests / asked.length,
    workForNobody: worked === 0 ? null : forNobody / worked,
    recovery: {
      state: recovery.limitMs === null ? "unknown" : recovery.afterMs === null ? "never" : "recovered",
      afterSec: recovery.afterMs === null ? null : recovery.afterMs / 1000,
      watchedSec: secOf(span("recover")),
    },
    matters: matters.length,
    answeredInTime: answeredAt.length,
    promises: {
      ...{ made: promises.length, kept, broken: promises.length - kept },
      mostOpen: curves.mostOpen,
    },
  };
}
