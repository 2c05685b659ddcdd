import { z } from "zod";
import { ttlMsSchema } from "./toxic.ts";

/** Most faults that the stack holds at once. */
export const MOST_STACK_FAULTS = 64;

/** The fault port of the reference stack: `POST`, `GET /ops/v1/faults`, `PUT /ops/v1/faults/{id}/lease`, `DELETE`. */
export const faultIdSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);

/** What can be broken. Times are wall milliseconds: they stand for the network, which no time factor scales. */
export const stackFaultSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("origin-slow"), delayMs: z.number().int().min(1).max(60_000) }),
  z.strictObject({ kind: z.literal("origin-down") }),
  /** So many of the partner's servers work; who is at work finishes. It never adds any. */
  z.strictObject({ kind: z.literal("partner-slow"), servers: z.number().int().min(0).max(1000) }),
  /** The partner's connections are cut, and what waits inside is lost. */
  z.strictObject({ kind: z.literal("partner-cut") }),
]);

/** The caller chooses the id beforehand, so that its undo can be written down before the fault is there. */
export const addFaultSchema = z.strictObject({ id: faultIdSchema, ttlMs: ttlMsSchema, fault: stackFaultSchema });
export const renewFaultSchema = z.strictObject({ ttlMs: ttlMsSchema });

export const stackFaultStateSchema = z.strictObject({
  id: faultIdSchema,
  fault: stackFaultSchema,
  /** Wall ms until it ends by itself; 0 once it has ended. */
  leftMs: z.number().nonnegative(),
  /** Null while it is in force. */
  ended: z.enum(["removed", "lapsed"]).nullable(),
  /** How many requests or fetches it has struck: the proof of its effect. */
  struck: z.number().int().nonnegative(),
});
export const stackFaultsSchema = z.strictObject({
  held: z.array(stackFaultStateSchema),
  /** The last ones that have ended, the latest last. */
  ended: z.array(stackFaultStateSchema),
});

export type AddFault = z.infer<typeof addFaultSchema>;
export type StackFault = z.infer<typeof stackFaultSchema>;
export type StackFaultState = z.infer<typeof stackFaultStateSchema>;
export type StackFaults = z.infer<typeof stackFaultsSchema>;
