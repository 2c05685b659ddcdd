import type { CallPolicy } from "../schema/call-policy.ts";

const BUDGETED: CallPolicy = {
  timeoutSec: 45,
  bulkhead: { atOnce: 64, queue: 32 },
  breaker: null,
  retries: {
    ...{ most: 3, budgetShare: 0.1, backoffSec: 4, longestBackoffSec: 30 },
    ...{ honourRetryAfter: true, longestRetryAfterSec: 30 },
  },
  hedgeAfterSec: null,
};

/**
 * Named call policies. `unbounded-retries`: what code without a thought does; with a queue that has no bound it is the
 * metastable failure of Bronson et al., HotOS 2021. `budgeted`: retries are at most a tenth of calls (Google, Site
 * Reliability Engineering, chapter 21). `default`: that, a breaker, and hedged reads (Dean and Barroso, The Tail at
 * Scale, CACM 2013).
 */
export const CALL_POLICIES = {
  "unbounded-retries": {
    timeoutSec: 30,
    bulkhead: null,
    breaker: null,
    retries: {
      ...{ most: 3, budgetShare: null, backoffSec: 1, longestBackoffSec: 1 },
      ...{ honourRetryAfter: false, longestRetryAfterSec: 0 },
    },
    hedgeAfterSec: null,
  },
  budgeted: BUDGETED,
  default: {
    ...BUDGETED,
    breaker: { failureShare: 0.5, windowSec: 40, leastCalls: 4, openSec: 20 },
    hedgeAfterSec: 5,
  },
} as const satisfies Readonly<Record<string, CallPolicy>>;

export type CallPolicyName = keyof typeof CALL_POLICIES;

/** The mean service that the times above are meant for, simulated seconds: their ratio to it is what matters. */
export const POLICY_SERVICE_SEC = 12;

/** The policies that `fieldproof compare --policies` sets side by side, in the order in which they are run. */
export const COMPARED_POLICIES = ["unbounded-retries", "budgeted", "own"] as const;
export type ComparedPolicyId = (typeof COMPARED_POLICIES)[number];

export const COMPARED_TITLES: Readonly<Record<ComparedPolicyId, string>> = {
  "unbounded-retries": "Retry everything",
  budgeted: "Retries under a 10 % budget",
  own: "The plan's own policy",
};
