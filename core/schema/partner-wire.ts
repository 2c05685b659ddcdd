import { z } from "zod";
import { epochMs, idSchema } from "./wire-primitives.ts";

/**
 * The fulfilment partner's own contract: `POST /partner/v1/cases`, `GET /partner/v1/cases/{id}`, and what it calls
 * back with. A case is one matter's order trouble; its id is the caller's and makes the request idempotent.
 */
export const TROUBLES = ["order-held", "order-missing"] as const;
/** What the partner found and did; each case has one outcome for ever. */
export const CASE_OUTCOMES = ["released", "reshipped", "refunded", "delivered"] as const;

export const caseRequestSchema = z.strictObject({
  caseId: idSchema,
  /** The caller's name for the matter; every answer and callback repeats it. */
  matterId: idSchema,
  trouble: z.enum(TROUBLES),
  orderId: idSchema.nullable(),
});

export const partnerCaseSchema = z.strictObject({
  caseId: idSchema,
  matterId: idSchema,
  /** `open`: it waits for a server of the partner's, or is being worked on. */
  state: z.enum(["open", "settled"]),
  outcome: z.enum(CASE_OUTCOMES).nullable(),
  openedAt: epochMs,
  settledAt: epochMs.nullable(),
});

/**
 * Body of a signed callback (Standard Webhooks 1.0.0: `type`, `timestamp`, `data`). `seq` orders the callbacks of one
 * case: they may come late, twice or out of order.
 */
export const caseCallbackSchema = z.strictObject({
  type: z.enum(["case.opened", "case.settled"]),
  timestamp: z.iso.datetime(),
  data: z.strictObject({ seq: z.number().int().positive(), case: partnerCaseSchema }),
});

/** How the partner works: M/M/c/K when service is exponential. Times are simulated seconds. */
export const partnerPlanSchema = z.strictObject({
  servers: z.number().int().min(1).max(1000),
  /** Places to wait in; null for no bound. K = servers + queue. */
  queue: z.number().int().nonnegative().nullable(),
  service: z.strictObject({
    distribution: z.enum(["exponential", "log-normal"]),
    meanSec: z.number().positive(),
    /** Standard deviation of the logarithm; of the log-normal alone. */
    sigma: z.number().positive().max(3).default(0.5),
  }),
  refuseWith: z.union([z.literal(429), z.literal(503)]),
  callbacks: z.strictObject({
    /** Share of callbacks that are held back for `lateSec` first: these come out of order, too. */
    lateShare: z.number().min(0).max(1),
    lateSec: z.number().nonnegative(),
    /** Share of callbacks that are sent twice. */
    twiceShare: z.number().min(0).max(1),
  }),
});

/** What the partner did with a request. `known`: the case was settled before. `rejected`: it contradicts an earlier one. */
export const VISIT_ENDS = ["settled", "known", "refused", "cut", "rejected", "read"] as const;

/**
 * One line of `GET /export/v1/partner-visits`: one request that came to the partner, by its own account and apart from
 * the desk's. `place` counts from 1 without a gap.
 */
export const partnerVisitSchema = z.strictObject({
  place: z.number().int().positive(),
  kind: z.enum(["open", "read"]),
  caseId: idSchema,
  /** Null for a read of a case that is not known. */
  matterId: idSchema.nullable(),
  at: epochMs,
  /** When it was answered, or its work was done; null while it is inside. */
  endedAt: epochMs.nullable(),
  end: z.enum(VISIT_ENDS).nullable(),
  /** Whether it took a place and a server's time; so does who comes again for a case that is not settled. */
  served: z.boolean(),
});

export type Trouble = (typeof TROUBLES)[number];
export type CaseOutcome = (typeof CASE_OUTCOMES)[number];
export type CaseRequest = z.infer<typeof caseRequestSchema>;
export type PartnerCase = z.infer<typeof partnerCaseSchema>;
export type CaseCallback = z.infer<typeof caseCallbackSchema>;
export type PartnerVisit = z.infer<typeof partnerVisitSchema>;
export type PartnerPlan = z.infer<typeof partnerPlanSchema>;
