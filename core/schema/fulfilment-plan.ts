import { z } from "zod";
import { callPolicySchema } from "./call-policy.ts";
import { partnerPlanSchema } from "./partner-wire.ts";
import { promisePlanSchema } from "./promise-wire.ts";

/** Simulated seconds. */
const seconds = z.number().positive().max(86_400);

/**
 * How the partner, the desk's calls to it and its promises are rehearsed. The partner's service sets the scale: load
 * 0.75 is 0.5 cases a second on eight servers of 12 s each. All times are simulated seconds.
 */
export const fulfilmentPlanSchema = z.strictObject({
  casesPerSec: z.number().positive().max(1000).default(0.5).describe("Customers with order trouble, per second."),
  streamPerSec: z
    .number()
    .positive()
    .max(1000)
    .default(0.2)
    .describe("Customers of the stream lane beside them, per second."),
  serversLeft: z.number().int().min(0).max(1000).default(2).describe("Servers of the partner that work in the fault."),
  phases: z
    .strictObject({ controlSec: seconds, faultSec: seconds, recoverSec: seconds, drainSec: seconds })
    .default({ controlSec: 100, faultSec: 100, recoverSec: 270, drainSec: 200 })
    .describe("Recovery is watched at least as long as the fault; every promise is due within the drain."),
  partner: partnerPlanSchema.default({
    ...{ servers: 8, queue: 12, refuseWith: 503 },
    service: { distribution: "exponential", meanSec: 12, sigma: 0.5 },
    callbacks: { lateShare: 0.1, lateSec: 20, twiceShare: 0.05 },
  }),
  policy: callPolicySchema
    .default({
      timeoutSec: 45,
      bulkhead: { atOnce: 64, queue: 32 },
      breaker: { failureShare: 0.5, windowSec: 40, leastCalls: 4, openSec: 20 },
      retries: {
        // A case that is asked for again takes a place again: two in a hundred, and the promises do the rest.
        ...{ most: 3, budgetShare: 0.02, backoffSec: 4, longestBackoffSec: 30 },
        ...{ honourRetryAfter: true, longestRetryAfterSec: 30 },
      },
      hedgeAfterSec: 5,
    })
    .describe("How the desk calls the partner."),
  promises: promisePlanSchema
    .default({ dueSec: 170, lateSec: 25, paceSec: 1, atOnce: 8, againSec: 30 })
    .describe("How the desk promises and follows up."),
});

export const fulfilmentBudgetsSchema = z.strictObject({
  firstWordP95Sec: seconds.default(45).describe("From the trouble to an answer or a promise, for 95 %."),
  keptAtLeast: z.number().min(0).max(1).default(0.9).describe("Share of promises kept by their due time."),
  requestsPerMatterAtMost: z
    .number()
    .min(1)
    .max(100)
    .default(3)
    .describe("Requests to the partner per matter of the fault."),
  recoverSec: seconds.default(220).describe("From the end of the fault until cases take no longer than before it."),
});

export type FulfilmentPlan = z.infer<typeof fulfilmentPlanSchema>;
