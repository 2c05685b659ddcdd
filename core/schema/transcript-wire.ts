import { z } from "zod";
import { INTENTS } from "../contract/ids.ts";
import { authorSchema, changeReasonSchema } from "./message-wire.ts";
import { epochMs, idSchema } from "./wire-primitives.ts";

/**
 * Why a line has no text. `personal`: the contact is about one customer's order or person. `no-purpose`: the
 * customer did not allow the own words to be shown. `personal-data`: the words name a person, an order or an address.
 * `superseded`: an earlier wording that was edited away for a reason that forbids to show it.
 */
export const WITHHELD = ["personal", "no-purpose", "personal-data", "withdrawn", "moderated", "superseded"] as const;

/** One message in the public. Times are whole simulated minutes: exact ones would help to tell who wrote when. */
export const transcriptLineSchema = z.strictObject({
  id: idSchema,
  /** The same for all lines of one contact, and not its id. */
  thread: idSchema,
  seq: z.number().int().positive(),
  author: authorSchema,
  at: epochMs,
  text: z.string().nullable(),
  withheld: z.enum(WITHHELD).nullable(),
  /** What a general question was about; null where even that is withheld. */
  topic: z.enum(INTENTS).nullable(),
  revision: z.number().int().positive(),
  editedAt: epochMs.nullable(),
  moderatedAt: epochMs.nullable(),
  /** Of the last edit, or of the moderation. */
  reason: changeReasonSchema.nullable(),
  /** When a PoP first handed it to the customer; null when none has. */
  deliveredAt: epochMs.nullable(),
  attachments: z.number().int().nonnegative(),
  island: z.strictObject({ event: idSchema, version: z.number().int(), keyId: z.string() }).nullable(),
});

export const MOST_LINES = 200;
/** `asOf` in epoch milliseconds, cut down to a whole simulated minute; without it the transcript is as of now. */
export const transcriptQuerySchema = z.strictObject({
  asOf: z.coerce.number().nonnegative().optional(),
  cursor: z.string().min(1).max(256).optional(),
  limit: z.coerce.number().int().min(1).max(MOST_LINES).default(100),
});
export const transcriptPageSchema = z.strictObject({
  event: idSchema,
  asOf: epochMs,
  lines: z.array(transcriptLineSchema),
  /** The next page of the same transcript; null on the last. Opaque. */
  next: z.string().nullable(),
});

/** One line of `GET /export/v1/deliveries`: the first time that a PoP handed a message to its customer. */
export const deliverySchema = z.strictObject({ messageId: idSchema, contactId: idSchema, pop: idSchema, at: epochMs });

export type Delivery = z.infer<typeof deliverySchema>;
export type TranscriptLine = z.infer<typeof transcriptLineSchema>;
export type TranscriptPage = z.infer<typeof transcriptPageSchema>;
export type Withheld = (typeof WITHHELD)[number];
