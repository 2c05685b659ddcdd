import { CALL_POLICIES, type ComparedPolicyId, POLICY_SERVICE_SEC } from "../../core/contract/call-policies.ts";
import type { CallPolicy } from "../../core/schema/call-policy.ts";
import type { Plan } from "../../core/schema/plan.ts";

/** Places to wait in for each server, where a bounded queue is asked for and the plan has none. */
const PLACES_A_SERVER = 1.5;

/** All its times as many times as long: a time-out means nothing but beside what is waited for. */
const stretched = (policy: CallPolicy, by: number): CallPolicy => ({
  ...policy,
  timeoutSec: policy.timeoutSec * by,
  breaker:
    policy.breaker === null
      ? null
      : { ...policy.breaker, windowSec: policy.breaker.windowSec * by, openSec: policy.breaker.openSec * by },
  retries: {
    ...policy.retries,
    backoffSec: policy.retries.backoffSec * by,
    longestBackoffSec: policy.retries.longestBackoffSec * by,
    longestRetryAfterSec: policy.retries.longestRetryAfterSec * by,
  },
  hedgeAfterSec: policy.hedgeAfterSec === null ? null : policy.hedgeAfterSec * by,
});

/**
 * The same drop, customers, fault and promises under another way of calling the partner. Only the call policy and the
 * partner's queue change: `unbounded-retries` takes the bound off, `budgeted` keeps the plan's or makes one.
 */
export function planUnder(plan: Plan, id: ComparedPolicyId): Plan {
  if (id === "own") return plan;
  const { fulfilment } = plan;
  const { partner } = fulfilment;
  const policy = stretched(CALL_POLICIES[id], partner.service.meanSec / POLICY_SERVICE_SEC);
  const queue = id === "budgeted" ? (partner.queue ?? Math.ceil(partner.servers * PLACES_A_SERVER)) : null;
  return { ...plan, fulfilment: { ...fulfilment, policy, partner: { ...partner, queue } } };
}
