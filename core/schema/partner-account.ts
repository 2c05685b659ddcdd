import { z } from "zod";
import { caseRequestSchema, partnerCaseSchema } from "./partner-wire.ts";
import { idSchema } from "./wire-primitives.ts";

/**
 * What a partner that is a process of its own keeps on its disk, one entry after another and never changed: which cases
 * it settled, and which callbacks somebody still has to acknowledge. What only waited is in none of them.
 */
export const accountEntrySchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("settled"),
    request: caseRequestSchema,
    /** Idempotency keys that stood for the case. */
    keys: z.array(z.string()),
    case: partnerCaseSchema,
  }),
  z.strictObject({ kind: z.literal("posted"), letterId: idSchema, body: z.string() }),
  /** The receiver took it, or wants no more of it, or it was given up. */
  z.strictObject({ kind: z.literal("done"), letterId: idSchema }),
  z.strictObject({ kind: z.literal("callbacks-to"), url: z.url() }),
]);

/** Body of `PUT /partner/v1/callbacks`: where callbacks go from now on. */
export const callbackAddressSchema = z.strictObject({ url: z.url({ protocol: /^https?$/ }).max(2000) });

export type AccountEntry = z.infer<typeof accountEntrySchema>;
