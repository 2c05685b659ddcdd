import { z } from "zod";
import { INTENTS } from "../contract/ids.ts";

/** `GET /v1/events/{event}`: what a customer may know of an event before they ask. Public, nothing personal. */
export const eventCardSchema = z.strictObject({
  event: z.string(),
  items: z.number().int().nonnegative(),
  /** What is true of the event for everyone, by intent. */
  facts: z.partialRecord(z.enum(INTENTS), z.string()),
  /** The signed answers that this PoP may serve now; null: a person answers everything. */
  answers: z
    .strictObject({ version: z.number().int(), keyId: z.string(), approvedBy: z.string(), expires: z.string() })
    .nullable(),
  /** Contacts of the stream lane that wait for a person. */
  waiting: z.number().int().nonnegative(),
});
export type EventCard = z.infer<typeof eventCardSchema>;
