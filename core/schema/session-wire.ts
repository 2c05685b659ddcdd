import { z } from "zod";
import { LANES } from "../contract/ids.ts";
import { messageSchema } from "./message-wire.ts";
import { decisionSchema, publicJwkSchema, purposesSchema, receiptSchema } from "./wire.ts";
import { base64urlSchema, epochMs, idSchema, textSchema } from "./wire-primitives.ts";

/** The fast path in steps, for pages that ask for consent first: session, consent, contact. */
export const sessionRequestSchema = z.strictObject({ publicJwk: publicJwkSchema });
/** One key, one session: the same key gets the same session again. `endsAt`: when it is forgotten without consent. */
export const sessionResponseSchema = z.strictObject({ sessionId: idSchema, endsAt: epochMs });

export const consentRequestSchema = z.strictObject({
  purposes: purposesSchema,
  /** SHA-256, base64url, of the notice that the customer was shown. */
  noticeHash: base64urlSchema.length(43),
});
export const consentResponseSchema = z.strictObject({
  sessionId: idSchema,
  consentId: idSchema,
  token: z.string(),
  receipt: receiptSchema,
});

export const contactRequestSchema = z.strictObject({
  event: idSchema,
  lane: z.enum(LANES),
  clientContactId: idSchema,
  clientMessageId: idSchema,
  text: textSchema,
  orderId: idSchema.optional(),
});
export const contactResponseSchema = z.strictObject({
  contactId: idSchema,
  decision: decisionSchema,
  messages: z.array(messageSchema),
});

/** `GET /v1/consent-keys`: the public keys that receipts are signed with (RFC 7517). */
export const consentKeysSchema = z.strictObject({
  keys: z.array(publicJwkSchema.extend({ kid: z.string(), alg: z.literal("ES256"), use: z.literal("sig") })),
});

export type ConsentRequest = z.infer<typeof consentRequestSchema>;
export type ContactRequest = z.infer<typeof contactRequestSchema>;
export type ConsentKeys = z.infer<typeof consentKeysSchema>;
