import { z } from "zod";
import { idSchema as id } from "./wire-primitives.ts";

/**
 * How a PoP forgets: `soft` serves the copy as stale until one fetch has renewed it; `evict` drops the copy; `hard` drops it
 * and also what is on its way from the origin, so that nothing that left the origin before is served after it.
 */
export const purgeModeSchema = z.enum(["soft", "evict", "hard"]);

/** `POST /edge/v1/purges`: an event's island, by the event or by the path that it is cached under. */
export const purgeRequestSchema = z
  .strictObject({ event: id.optional(), key: z.string().max(300).optional(), mode: purgeModeSchema })
  .refine(({ event, key }) => (event === undefined) !== (key === undefined), { error: "either event or key" });

export const popPurgeSchema = z.strictObject({
  /** Whether there was a copy to forget. */
  wasHeld: z.boolean(),
  /** Of the PoP, after it: the purge is proved by it without a read that would fill the cache again. */
  cacheGeneration: z.number().int().nonnegative(),
});
export const purgeResponseSchema = z.strictObject({
  pop: id,
  event: id,
  mode: purgeModeSchema,
  ...popPurgeSchema.shape,
});

/** `POST /ops/v1/purges`: the same at every PoP, or at none. */
export const purgeEverywhereRequestSchema = z.strictObject({ event: id, mode: purgeModeSchema });
export const purgeEverywhereResponseSchema = z.strictObject({
  event: id,
  mode: purgeModeSchema,
  pops: z.record(z.string(), popPurgeSchema),
});

export type PurgeMode = z.infer<typeof purgeModeSchema>;
export type PopPurge = z.infer<typeof popPurgeSchema>;
export type PurgeResponse = z.infer<typeof purgeResponseSchema>;
export type PurgeEverywhereResponse = z.infer<typeof purgeEverywhereResponseSchema>;
