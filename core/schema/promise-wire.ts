import { z } from "zod";
import { CASE_OUTCOMES, TROUBLES } from "./partner-wire.ts";
import { epochMs, idSchema } from "./wire-primitives.ts";

/** The states of a matter that the desk cannot settle by itself at once. The last three are ends. */
export const MATTER_STATES = [
  "received",
  "triaged",
  "on-hold-partner",
  "answered",
  "promised",
  "resolved",
  "expired",
  "abandoned",
] as const;
/**
 * Who is waited for: a field of its own beside the state, since a state that says both is set wrongly and stops the
 * wrong clock.
 */
export const WAITS_FOR = ["desk", "partner", "customer", "nobody"] as const;
/** What a matter ends with: the partner's outcome, or the owner's own word. */
export const MATTER_OUTCOMES = [...CASE_OUTCOMES, "settled-by-owner"] as const;

/** Longest reason of a hand-off, in characters. */
export const MOST_HANDOFF_REASON = 500;
/** How far ahead a promise may lie, simulated seconds: a week. */
export const LATEST_PROMISE_SEC = 604_800;

/**
 * `POST /v1/agent/contacts/{id}/handoff`. The due time as a time of the stack's clock, or from now in simulated
 * seconds; the desk's usual one where neither is given. The owner is the agent who asks, unless another is named.
 */
export const handoffRequestSchema = z.strictObject({
  dueAt: epochMs.optional(),
  dueInSec: z.number().max(LATEST_PROMISE_SEC).optional(),
  waitsFor: z.enum(["desk", "partner", "customer"]).default("desk"),
  owner: idSchema.optional(),
  reason: z.string().min(1).max(MOST_HANDOFF_REASON),
});

export const promiseSchema = z.strictObject({
  promiseId: idSchema,
  contactId: idSchema,
  state: z.enum(MATTER_STATES),
  waitsFor: z.enum(WAITS_FOR),
  owner: idSchema.nullable(),
  trouble: z.enum(TROUBLES).nullable(),
  receivedAt: epochMs,
  promisedAt: epochMs.nullable(),
  dueAt: epochMs.nullable(),
  endedAt: epochMs.nullable(),
  outcome: z.enum(MATTER_OUTCOMES).nullable(),
});
export const handoffResponseSchema = z.strictObject({
  promise: promiseSchema,
  /** For the customer: shows the promise to whoever holds it. Never logged. */
  followUpToken: z.string(),
});
export const promiseListSchema = z.strictObject({ promises: z.array(promiseSchema) });
/** `GET /v1/follow-up` with the token in its header: what a customer may know of the promise. */
export const followUpSchema = promiseSchema.omit({ owner: true, trouble: true });

/** One line of `GET /export/v1/promises`: a matter with the counts that no promise of the desk's should need. */
export const exportedPromiseSchema = promiseSchema.extend({
  clientContactId: idSchema.nullable(),
  /** 1 for a resolved one; more is a customer who was told twice. */
  resolutions: z.number().int().nonnegative(),
  owners: z.number().int().nonnegative(),
});

/** What the desk's inbox made of a signed callback. */
export const callbackResultSchema = z.strictObject({
  /** `late`: the promise had expired, or the customer was gone. `conflict`: resolved with another outcome, and stays so. */
  result: z.enum(["noted", "settled", "again", "late", "conflict"]),
});

/** How the desk promises, and how it keeps its word; simulated seconds. */
export const promisePlanSchema = z.strictObject({
  /** From the refusal or the time-out to the due time. */
  dueSec: z.number().positive().max(LATEST_PROMISE_SEC),
  /** A matter without an answer after this is promised while its call still goes on; left out, when the call has failed. */
  lateSec: z.number().positive().optional(),
  /** Least time between two follow-ups, and how many may be under way: so a recovered partner meets no herd. */
  paceSec: z.number().positive(),
  atOnce: z.number().int().min(1),
  /** Until the same promise is looked at again. */
  againSec: z.number().positive(),
});

export type MatterState = (typeof MATTER_STATES)[number];
export type WaitsFor = (typeof WAITS_FOR)[number];
export type MatterOutcome = (typeof MATTER_OUTCOMES)[number];
export type HandoffRequest = z.infer<typeof handoffRequestSchema>;
export type DeskPromise = z.infer<typeof promiseSchema>;
export type HandoffResponse = z.infer<typeof handoffResponseSchema>;
export type ExportedPromise = z.infer<typeof exportedPromiseSchema>;
export type CallbackResult = z.infer<typeof callbackResultSchema>["result"];
export type PromisePlan = z.infer<typeof promisePlanSchema>;
