import { z } from "zod";
import { INTENTS, LANES } from "../contract/ids.ts";
import { exportedMessageSchema, MOST_ATTACHMENTS, messageSchema } from "./message-wire.ts";
import {
  base64urlSchema as base64url,
  epochMs,
  idSchema as id,
  sha256HexSchema as sha256Hex,
  textSchema as text,
} from "./wire-primitives.ts";

/**
 * Wire shapes of the reference stack. Times are epoch milliseconds of the stack's own clock. Ids are opaque.
 * Every error is an RFC 9457 problem with a `code`.
 */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string().optional(),
});

export const publicJwkSchema = z.strictObject({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: base64url.length(43),
  y: base64url.length(43),
});

/** Longest text that a contact may carry; longer ones are refused with 413, never cut silently. */
export const MAX_TEXT_BYTES = 64 * 1024;

export const contactStateSchema = z.enum(["waiting", "claimed", "answered", "resolved"]);

/** The relay's decision on a customer's message: the island's answer, or a human. */
export const decisionSchema = z.strictObject({
  decisionId: id,
  route: z.enum(["island", "human"]),
  /** The matcher's best intent and its score in [0, 1]; the answer is given only when it is sure. */
  intent: z.enum(INTENTS).nullable(),
  score: z.number().min(0).max(1),
  reason: z.enum(["sure", "unsure", "personal", "no-valid-island", "customer-objected"]),
});

/**
 * What a customer may allow: to be answered, to have an order looked up, and to have the own words of a general
 * question shown in the public transcript.
 */
export const PURPOSES = ["support-reply", "order-lookup", "public-transcript"] as const;
export const purposesSchema = z.array(z.enum(PURPOSES)).min(1).max(PURPOSES.length);

/** What the customer keeps of a consent. `jws` is signed by the stack and verifies offline (core/trust/consent-receipt.ts). */
export const receiptSchema = z.strictObject({
  consentId: id,
  recordedAt: epochMs,
  purposes: z.array(z.string()),
  noticeHash: base64url,
  logIndex: z.number().int().nonnegative(),
  jws: z.string().optional(),
});

export const fastPathRequestSchema = z.strictObject({
  publicJwk: publicJwkSchema,
  purposes: purposesSchema,
  /** SHA-256, base64url, of the notice that the customer was shown. */
  noticeHash: base64url.length(43),
  event: id,
  lane: z.enum(LANES),
  clientContactId: id,
  clientMessageId: id,
  text,
  orderId: id.optional(),
});

export const fastPathResponseSchema = z.strictObject({
  sessionId: id,
  consentId: id,
  /** Compact JWS (ES256): jti, purposes, noticeHash, cnf.jkt, exp. Compare by jti only, never by its text. */
  token: z.string(),
  receipt: receiptSchema,
  contactId: id,
  decision: decisionSchema,
  messages: z.array(messageSchema),
});

/** `attachments`: digests of files that this session has put with `PUT /v1/attachments/{sha256}` before. */
export const postMessageRequestSchema = z.strictObject({
  clientMessageId: id,
  text,
  attachments: z.array(sha256Hex).max(MOST_ATTACHMENTS).optional(),
});
export const postMessageResponseSchema = z.strictObject({
  message: messageSchema,
  state: contactStateSchema,
  decision: decisionSchema.optional(),
});
export const messagePageSchema = z.strictObject({ messages: z.array(messageSchema), state: contactStateSchema });
export const ticketResponseSchema = z.strictObject({ ticket: z.string(), expiresAt: epochMs });
/** `left`: the customer says that they stop waiting. */
export const signalRequestSchema = z.strictObject({ kind: z.enum(["helpful", "not-helpful", "left"]) });

/** What an agent must have before the eyes when a contact opens. */
export const routingContextSchema = z.strictObject({
  orderWindow: z.string(),
  partner: z.string(),
  riskFlags: z.array(z.string()),
  order: z
    .strictObject({
      orderId: id,
      sku: z.string(),
      state: z.enum(["paid", "held", "missing", "none"]),
      charged: z.boolean(),
    })
    .nullable(),
  /** Facts of the event by intent, from the catalogue: what a right general answer says. */
  facts: z.partialRecord(z.enum(INTENTS), z.string()),
});

export const queueItemSchema = z.strictObject({
  contactId: id,
  clientContactId: id,
  lane: z.enum(LANES),
  waitingSince: epochMs,
  /** When a person's reply is due by the lane's service level; absent at desks that have none. */
  dueAt: epochMs.optional(),
  /** The group of agents that it was transferred to. */
  group: id.optional(),
  context: routingContextSchema.nullable(),
  lastMessages: z.array(messageSchema),
});
/** Items are offered to one poller at a time and come back to the head when not claimed in time. */
export const queuePageSchema = z.strictObject({
  items: z.array(queueItemSchema),
  depth: z.number().int().nonnegative(),
});
export const claimResponseSchema = z.strictObject({
  contactId: id,
  claimedAt: epochMs,
  context: routingContextSchema.nullable(),
  messages: z.array(messageSchema),
});
export const agentMessageRequestSchema = z.strictObject({ clientMessageId: id, text });
export const resolveResponseSchema = z.strictObject({ contactId: id, resolvedAt: epochMs });

/** TUF-shaped envelope; signatures are ECDSA P-256 in DER, hex, over the OLPC canonical JSON of `signed`. */
export const islandSchema = z.strictObject({
  _type: z.literal("island"),
  spec_version: z.literal("1.0"),
  version: z.number().int().positive(),
  expires: z.string(),
  event: id,
  approved_by: z.string().min(1),
  answers: z.array(
    z.strictObject({ intent: z.enum(INTENTS), answer: text, cues: z.array(z.array(z.string().min(1)).min(1)) }),
  ),
});
export const islandEnvelopeSchema = z.strictObject({
  signed: islandSchema,
  signatures: z
    .array(z.strictObject({ keyid: z.string().regex(/^[0-9a-f]{64}$/), sig: z.string().regex(/^[0-9a-f]+$/) }))
    .min(1),
});
/** TUF key object; `keyid` is the SHA-256 of its OLPC canonical JSON. `public` is the PEM of the SPKI. */
export const islandKeySchema = z.strictObject({
  keytype: z.literal("ecdsa"),
  scheme: z.literal("ecdsa-sha2-nistp256"),
  keyval: z.strictObject({ public: z.string() }),
});

export const edgeStatusSchema = z.strictObject({
  pop: id,
  islands: z.array(
    z.strictObject({
      event: id,
      version: z.number().int(),
      keyId: z.string(),
      expires: z.string(),
      verifiedAt: epochMs,
      /** Purged softly and not fetched anew since. */
      stale: z.boolean().optional(),
    }),
  ),
  trustedKeyIds: z.array(z.string()),
  /** Moves with each purge and with each island that was fetched and kept. */
  cacheGeneration: z.number().int().nonnegative(),
});

export const infoSchema = z.strictObject({
  name: z.literal("fieldproof-reference-stack"),
  version: z.string(),
  timeFactor: z.number().positive(),
  capabilities: z.array(z.string()),
  /** Active seeded defects; empty on a clean stack. */
  defects: z.array(z.string()),
  clockResolutionMs: z.number().positive(),
});

/** `GET /readyz`: 200 when `ready`, else 503 with what is not. Islands by PoP: `good`, or why there is none. */
export const readySchema = z.strictObject({
  ready: z.boolean(),
  log: z.string(),
  islands: z.record(z.string(), z.string()),
});

/** `POST /ops/v1/islands/{event}/stage`: what each PoP made of the origin's current version. */
export const stageResponseSchema = z.strictObject({
  event: id,
  version: z.number().int().positive(),
  pops: z.record(z.string(), z.string()),
});

/** `GET /edge/v1/metadata/root`: the keys that the PoP trusts, by TUF key id. */
export const rootMetadataSchema = z.strictObject({ keys: z.record(z.string(), islandKeySchema) });

/** Counters, by name; see docs/architecture.md. */
export const countersSchema = z.record(z.string(), z.number());

/** What is right: the catalogue's facts and orders, for actors that must know the answer they asked for. */
export const factsSchema = z.strictObject({
  event: id,
  items: z.number().int(),
  facts: z.partialRecord(z.enum(INTENTS), z.string()),
  orders: z.array(
    z.strictObject({
      orderId: id,
      sku: z.string(),
      state: z.enum(["paid", "held", "missing"]),
      charged: z.boolean(),
      fact: z.partialRecord(z.enum(INTENTS), z.string()),
    }),
  ),
});

/**
 * One line of `GET /export/v1/contacts`: the desk's own record of a contact. What is optional came later: runs
 * recorded before it lack it.
 */
export const deskContactSchema = z.strictObject({
  contactId: id,
  clientContactId: id,
  consentId: id.nullable(),
  lane: z.enum(LANES),
  state: contactStateSchema,
  openedAt: epochMs,
  handedOffAt: epochMs.nullable(),
  firstReplyAt: epochMs.nullable(),
  firstHumanReplyAt: epochMs.nullable(),
  resolvedAt: epochMs.nullable(),
  reopens: z.number().int().nonnegative(),
  messages: z.number().int().nonnegative(),
  event: id.optional(),
  /** Who holds it now, and who answered first; null where that agent did not name themselves. */
  agentId: id.nullable().optional(),
  firstHumanAgentId: id.nullable().optional(),
  firstClaimedAt: epochMs.nullable().optional(),
  /** `resolvedAt` is of the last resolution and null after a reopen; this one stays. */
  firstResolvedAt: epochMs.nullable().optional(),
  claims: z.number().int().nonnegative().optional(),
  releases: z.number().int().nonnegative().optional(),
  transfers: z.number().int().nonnegative().optional(),
  notes: z.number().int().nonnegative().optional(),
  /** Edits and moderations of its messages; they are items of the conversation but no messages. */
  changes: z.number().int().nonnegative().optional(),
});

/** One line of `GET /export/v1/consents`. No token, only its jti. */
export const consentRecordSchema = z.strictObject({
  consentId: id,
  jti: id,
  sessionId: id,
  clientContactId: id.nullable(),
  purposes: z.array(z.string()),
  noticeHash: base64url,
  state: z.enum(["given", "withdrawn", "expired"]),
  recordedAt: epochMs,
});

export const LOG_KINDS = [
  "consent.given",
  "consent.withdrawn",
  "contact.opened",
  "contact.handed-off",
  "contact.claimed",
  "contact.resolved",
  "contact.reopened",
  "contact.left",
  "contact.offered",
  "contact.released",
  "contact.transferred",
  "contact.noted",
  "message.sent",
  "message.edited",
  "message.moderated",
  "attachment.received",
  "agent.presence",
  "island.published",
  "signal.given",
  "matter.moved",
  "matter.reassigned",
] as const;

/** One line of `GET /export/v1/log`: an entry of the append-only event log. `body` never holds message text. */
export const logEntrySchema = z.strictObject({
  index: z.number().int().nonnegative(),
  at: epochMs,
  kind: z.enum(LOG_KINDS),
  /** Contact, consent or island that the entry is about. */
  subject: id,
  body: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  /** SHA-256, hex, of the entry before it; 64 zeros for the first. */
  prev: z.string().length(64),
  hash: z.string().length(64),
});

export { epochMs, exportedMessageSchema, messageSchema };

export type Receipt = z.infer<typeof receiptSchema>;
export type Message = z.infer<typeof messageSchema>;
export type Decision = z.infer<typeof decisionSchema>;
export type ContactState = z.infer<typeof contactStateSchema>;
export type FastPathRequest = z.infer<typeof fastPathRequestSchema>;
export type FastPathResponse = z.infer<typeof fastPathResponseSchema>;
export type PostMessageResponse = z.infer<typeof postMessageResponseSchema>;
export type MessagePage = z.infer<typeof messagePageSchema>;
export type TicketResponse = z.infer<typeof ticketResponseSchema>;
export type RoutingContext = z.infer<typeof routingContextSchema>;
export type QueueItem = z.infer<typeof queueItemSchema>;
export type QueuePage = z.infer<typeof queuePageSchema>;
export type ClaimResponse = z.infer<typeof claimResponseSchema>;
export type Island = z.infer<typeof islandSchema>;
export type IslandEnvelope = z.infer<typeof islandEnvelopeSchema>;
export type IslandKey = z.infer<typeof islandKeySchema>;
export type EdgeStatus = z.infer<typeof edgeStatusSchema>;
export type StackInfo = z.infer<typeof infoSchema>;
export type Ready = z.infer<typeof readySchema>;
export type StageResponse = z.infer<typeof stageResponseSchema>;
export type RootMetadata = z.infer<typeof rootMetadataSchema>;
export type ExportedMessage = z.infer<typeof exportedMessageSchema>;
export type Facts = z.infer<typeof factsSchema>;
export type DeskContact = z.infer<typeof deskContactSchema>;
export type ConsentRecord = z.infer<typeof consentRecordSchema>;
export type LogEntry = z.infer<typeof logEntrySchema>;
export type LogKind = LogEntry["kind"];
