import { z } from "zod";

/**
 * How the desk calls its partner, as data: a plan may bring its own. All times are simulated seconds: what matters is
 * their ratio to the partner's service, so they shrink with the time factor.
 */
export const callPolicySchema = z.strictObject({
  /** How long one attempt waits for its answer. */
  timeoutSec: z.number().positive(),
  /** Attempts under way at once, and those that may wait for a place; null for no bulkhead. */
  bulkhead: z.strictObject({ atOnce: z.number().int().min(1), queue: z.number().int().min(0) }).nullable(),
  /** Opens when more than `failureShare` of at least `leastCalls` in `windowSec` failed; tries again after `openSec`. */
  breaker: z
    .strictObject({
      failureShare: z.number().gt(0).lt(1),
      windowSec: z.number().positive(),
      leastCalls: z.number().int().min(1),
      openSec: z.number().positive(),
    })
    .nullable(),
  retries: z.strictObject({
    /** Attempts after the first, of one call. */
    most: z.number().int().min(0).max(20),
    /** Retries as a share of calls, of all calls together; null for no budget. */
    budgetShare: z.number().min(0).max(1).nullable(),
    /** The first back-off is at most this, each later one at most twice the one before. */
    backoffSec: z.number().min(0),
    longestBackoffSec: z.number().min(0),
    honourRetryAfter: z.boolean(),
    /** Who is told to come back later than this does not wait inside the call. */
    longestRetryAfterSec: z.number().min(0),
  }),
  /** A read that has no answer after this is sent a second time; writes never are. Null for no hedging. */
  hedgeAfterSec: z.number().positive().nullable(),
});

export type CallPolicy = z.infer<typeof callPolicySchema>;
