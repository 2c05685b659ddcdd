import { z } from "zod";
import { LANES } from "../contract/ids.ts";
import { changeReasonSchema, messageSchema } from "./message-wire.ts";
import { contactStateSchema, routingContextSchema } from "./wire.ts";
import { epochMs, idSchema, textSchema } from "./wire-primitives.ts";

/**
 * The agent's side beyond queue, claim, reply and resolve. All agents of a run share one bearer; which of them asks
 * is said by the header `agent-id`. Callers without a name can do what they always could, and nothing of this file.
 */
export const agentHeadersSchema = z.looseObject({ "agent-id": idSchema.optional() });

export const PRESENCE_STATES = ["available", "break", "off"] as const;
export const MOST_SLOTS = 20;

/** `PUT /v1/agent/presence`. The first `available` begins the shift and puts the agent on the roster. */
export const presenceRequestSchema = z.strictObject({
  agentId: idSchema,
  state: z.enum(PRESENCE_STATES),
  /** Contacts that the agent can hold at once. */
  slots: z.number().int().min(1).max(MOST_SLOTS).default(1),
  lanes: z
    .array(z.enum(LANES))
    .min(1)
    .max(LANES.length)
    .default([...LANES]),
  /** Groups that contacts may be transferred to, such as `payments`. */
  groups: z.array(idSchema).max(10).default([]),
});

export const presenceSchema = z.strictObject({
  agentId: idSchema,
  state: z.enum(PRESENCE_STATES),
  slots: z.number().int(),
  lanes: z.array(z.enum(LANES)),
  groups: z.array(idSchema),
  since: epochMs,
  /** Contacts that the agent holds. */
  held: z.array(idSchema),
});
export const presenceListSchema = z.strictObject({ agents: z.array(presenceSchema) });

/** Longest reason of a transfer, in characters. */
export const MOST_REASON = 500;
/** To a lane, to a group of agents, or to both. The contact waits on from its old `waitingSince`. */
export const transferRequestSchema = z.strictObject({
  // A plain id: an unknown lane is told by its own problem.
  to: z.strictObject({ lane: idSchema.optional(), group: idSchema.optional() }),
  reason: z.string().min(1).max(MOST_REASON),
});
/** What a contact that waits again looks like, after a transfer or a release. */
export const waitingAgainSchema = z.strictObject({
  contactId: idSchema,
  lane: z.enum(LANES),
  group: idSchema.nullable(),
  waitingSince: epochMs,
  dueAt: epochMs,
});

export const noteRequestSchema = z.strictObject({ clientNoteId: idSchema, text: textSchema });
/** Internal: no customer's route and no public page ever carries a note. */
export const noteSchema = z.strictObject({
  id: idSchema,
  clientNoteId: idSchema,
  contactId: idSchema,
  agentId: idSchema,
  at: epochMs,
  text: textSchema,
});

export const editRequestSchema = z.strictObject({ text: textSchema, reason: changeReasonSchema });
/** `DELETE /v1/agent/messages/{id}?reason=`: a DELETE has no body worth relying on (RFC 9110 section 9.3.5). */
export const moderationQuerySchema = z.strictObject({ reason: changeReasonSchema });
export const changedMessageSchema = z.strictObject({
  /** The message as it stands now. */
  message: messageSchema,
  /** The item that tells the customer of it. */
  item: messageSchema,
});

/** `GET /v1/agent/contacts/{id}`: all that an agent may see of a contact. */
export const agentContactSchema = z.strictObject({
  contactId: idSchema,
  clientContactId: idSchema,
  event: idSchema,
  lane: z.enum(LANES),
  group: idSchema.nullable(),
  state: contactStateSchema,
  /** Who holds it; null when nobody does, or one who did not give a name. */
  agentId: idSchema.nullable(),
  openedAt: epochMs,
  waitingSince: epochMs.nullable(),
  dueAt: epochMs.nullable(),
  reopens: z.number().int().nonnegative(),
  context: routingContextSchema.nullable(),
  messages: z.array(messageSchema),
  notes: z.array(noteSchema),
});
/** `GET /v1/agent/contacts`: what the named agent holds, for one who comes back. */
export const heldContactsSchema = z.strictObject({ contacts: z.array(agentContactSchema) });

export type PresenceRequest = z.infer<typeof presenceRequestSchema>;
export type Presence = z.infer<typeof presenceSchema>;
export type PresenceState = Presence["state"];
export type TransferRequest = z.infer<typeof transferRequestSchema>;
export type WaitingAgain = z.infer<typeof waitingAgainSchema>;
export type Note = z.infer<typeof noteSchema>;
export type ChangedMessage = z.infer<typeof changedMessageSchema>;
export type AgentContact = z.infer<typeof agentContactSchema>;
