import { z } from "zod";
import { epochMs, idSchema, sha256HexSchema, textSchema } from "./wire-primitives.ts";

export const authorSchema = z.enum(["customer", "assistant", "agent", "system"]);

export const ATTACHMENT_TYPES = ["image/png", "image/jpeg", "image/webp", "application/pdf"] as const;
/** Most files of one message, and most bytes of one file. */
export const MOST_ATTACHMENTS = 4;
export const MOST_ATTACHMENT_BYTES = 5 * 1024 * 1024;
/** A file of a message, by the SHA-256 of its bytes; `type` is what the bytes are, whatever they were called. */
export const attachmentSchema = z.strictObject({
  sha256: sha256HexSchema,
  type: z.enum(ATTACHMENT_TYPES),
  bytes: z.number().int().positive(),
});

/** Why a message was edited or taken away; shown to the customer and in the public transcript. */
export const CHANGE_REASONS = [
  "correction",
  "clarity",
  "wrong-information",
  "personal-data",
  "abuse",
  "spam",
  "legal",
] as const;
export const changeReasonSchema = z.enum(CHANGE_REASONS);

/** What an item does to an earlier one; see docs/decisions/0007-desk.md. */
export const messageChangeSchema = z.strictObject({
  kind: z.enum(["edited", "moderated"]),
  messageId: idSchema,
  /** `seq` of the changed message. */
  seq: z.number().int().positive(),
  revision: z.number().int().min(2),
  reason: changeReasonSchema,
});

/**
 * One item of a contact's conversation: what the feed, the long poll and the exports carry. An edit or a moderation
 * is an item of its own, with its own `seq`: whoever holds the earlier message puts `text` in its place. Whoever reads
 * from before both gets the earlier message with its newest wording already.
 */
export const messageSchema = z.strictObject({
  id: idSchema,
  /** Grows by one per contact, from 1: the resume point of feed and long poll. */
  seq: z.number().int().positive(),
  contactId: idSchema,
  author: authorSchema,
  text: textSchema,
  at: epochMs,
  /** The client's own id of the message, for messages that a client sent. */
  clientMessageId: idSchema.optional(),
  /** Which island, version and key an assistant's answer came from. */
  island: z.strictObject({ event: idSchema, version: z.number().int(), keyId: z.string() }).optional(),
  /** The agent who wrote it, where agents name themselves. */
  agentId: idSchema.optional(),
  attachments: z.array(attachmentSchema).optional(),
  /** Of the wording in `text`: absent for the first, then 2 and up. */
  revision: z.number().int().min(2).optional(),
  editedAt: epochMs.optional(),
  /** The text was taken away and `text` says so. */
  moderatedAt: epochMs.optional(),
  change: messageChangeSchema.optional(),
});

/** One line of `GET /export/v1/messages`: the desk's own record of a message. No text: a commitment to it. */
export const exportedMessageSchema = messageSchema.omit({ text: true, attachments: true }).extend({
  textSha256: sha256HexSchema,
  /** A commitment to each file's digest: the digest itself would link two sessions that sent the same file. */
  attachments: z.array(z.strictObject({ commitment: sha256HexSchema, type: z.enum(ATTACHMENT_TYPES) })).optional(),
});

export type Message = z.infer<typeof messageSchema>;
export type Attachment = z.infer<typeof attachmentSchema>;
export type ChangeReason = z.infer<typeof changeReasonSchema>;
export type MessageChange = z.infer<typeof messageChangeSchema>;
