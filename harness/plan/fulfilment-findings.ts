import type { Plan } from "../../core/schema/plan.ts";
import type { Finding } from "./fault.ts";

/** Matters of the control that its p95 stands on. */
const LEAST_IN_CONTROL = 20;

/** From the trouble to the promise at the latest; simulated seconds. */
const longestUntilPromise = ({ policy, promises }: Plan["fulfilment"]): number => {
  const { most, longestBackoffSec, longestRetryAfterSec } = policy.retries;
  return promises.lateSec ?? (most + 1) * policy.timeoutSec + most * (longestBackoffSec + longestRetryAfterSec);
};

/**
 * What keeps a plan's overloaded partner from being judged: a promise that is due when nobody watches any more would
 * count as kept, and an outage that is watched no longer than it lasts hides that nothing recovers.
 */
export const fulfilmentFindings = (plan: Plan): Finding[] => {
  const { fulfilment, budgets } = plan;
  const { phases, promises } = fulfilment;
  const { controlSec, faultSec, recoverSec, drainSec } = phases;
  const latestSec = longestUntilPromise(fulfilment) + promises.dueSec;
  const expected = Math.round(fulfilment.casesPerSec * controlSec);
  return [
    ...(latestSec > drainSec
      ? [
          {
            path: ["fulfilment", "promises", "dueSec"],
            text: `is ${promises.dueSec} s, so that the latest promise is due ${latestSec} s after the last customer came, beyond the drain of ${drainSec} s; promise sooner or lengthen fulfilment.phases.drainSec`,
          },
        ]
      : []),
    ...(recoverSec < faultSec
      ? [
          {
            path: ["fulfilment", "phases", "recoverSec"],
            text: `is ${recoverSec} s, must be at least ${faultSec} s: the partner is watched after the fault for as long as during it`,
          },
        ]
      : []),
    ...(budgets.fulfilment.recoverSec > recoverSec
      ? [
          {
            path: ["budgets", "fulfilment", "recoverSec"],
            text: `is ${budgets.fulfilment.recoverSec} s, must be at most the ${recoverSec} s of fulfilment.phases.recoverSec`,
          },
        ]
      : []),
    ...(expected < LEAST_IN_CONTROL
      ? [
          {
            path: ["fulfilment", "phases", "controlSec"],
            text: `brings ${expected} customers with order trouble before the fault, needs at least ${LEAST_IN_CONTROL}; raise fulfilment.casesPerSec or lengthen it`,
          },
        ]
      : []),
  ];
};
