import { z } from "zod";
import { INTENTS } from "../contract/ids.ts";
import {
  callSchema,
  cursorSchema,
  headersSchema,
  idempotencySchema,
  pointerSchema,
  requestSchema,
  stampSchema,
} from "./http-request-mapping.ts";

/**
 * The `http` section of a target file: a support desk that is not ours, as requests and where to read their answers.
 * It is all data, so that k6 can be handed it as JSON. What is left out is a capability that the target has not.
 */

/** Bounds of a poll's interval, milliseconds: more often is an attack, less often measures nothing. */
export const POLL_BOUNDS_MS = { least: 200, most: 60_000 } as const;

const word = z.string().min(1).max(100);
const words = z.array(word).max(20);

const session = z
  .strictObject({
    ...callSchema.shape,
    cookies: z
      .literal(true)
      .optional()
      .describe("Cookies of this answer and of later ones go along, to the same origin and nowhere else."),
  })
  .describe("Done once, before anything else.");

const open = z.strictObject({
  ...callSchema.shape,
  idempotency: idempotencySchema.optional(),
  items: pointerSchema.optional().describe("Messages that come with the answer at once, written as replies are."),
  decision: z
    .strictObject({
      route: pointerSchema,
      island: words.describe("Words for: an automatic answer was given."),
      intent: pointerSchema.optional(),
      score: pointerSchema.optional(),
      id: pointerSchema.optional(),
    })
    .optional()
    .describe("What an automatic relay decided; every other word, and no word, is: a person will answer."),
});

const send = z.strictObject({
  ...callSchema.shape,
  idempotency: idempotencySchema.optional(),
  decision: open.shape.decision,
});

const each = z
  .strictObject({
    id: pointerSchema,
    author: pointerSchema,
    text: pointerSchema,
    at: pointerSchema.optional().describe("The target's own stamp; a cross-check only, reply times are of our clock."),
    contact: pointerSchema.optional().describe("Whose contact it is of; words of another's are then noticed."),
    seq: pointerSchema.optional().describe("A number that grows by one: gaps are then noticed."),
    clientId: pointerSchema.optional().describe("The client's own id of a customer's message."),
    island: z
      .strictObject({ event: pointerSchema, version: pointerSchema, keyId: pointerSchema })
      .optional()
      .describe("Which signed answer an automatic reply came from."),
  })
  .describe("Where a message's parts stand, from the message on.");

const authors = z
  .strictObject({
    customer: words.default([]),
    human: words.default([]).describe("At least one: else no reply of a person could be told."),
    bot: words.default([]),
    system: words.default([]),
  })
  .describe("The target's words for who wrote. A message of any other word is a finding, and no reply.");

const socket = z.strictObject({
  ticket: callSchema.optional().describe("Done before each connection."),
  path: requestSchema.shape.path,
  hello: z
    .array(z.record(z.string().max(100), z.json()))
    .max(10)
    .optional()
    .describe("What is said once the socket is open, as JSON; its texts are templates. Such as a subscription."),
  items: pointerSchema
    .optional()
    .describe("Where messages stand in what comes: one, or a list. Without it: all of it."),
  quietMs: z
    .number()
    .int()
    .min(500)
    .max(60_000)
    .default(10_000)
    .describe("After so long without a word the socket is checked against a poll, and given up when that has more."),
});

const replies = z.strictObject({
  via: z
    .enum(["poll", "websocket"])
    .default("poll")
    .describe("`websocket` needs `socket`; polls are what it falls back to."),
  everyMs: z
    .number()
    .int()
    .min(POLL_BOUNDS_MS.least)
    .max(POLL_BOUNDS_MS.most)
    .describe("From one poll to the next, 200 to 60000. Reply times are no finer than this; the report says so."),
  waitMs: z
    .number()
    .int()
    .min(100)
    .max(30_000)
    .optional()
    .describe("How long the target holds a poll without news, where it can; {waitMs} in the request."),
  request: requestSchema,
  items: pointerSchema,
  order: z.enum(["oldest-first", "newest-first"]).default("oldest-first").describe("Of the messages within a page."),
  each,
  cursor: cursorSchema.optional(),
  authors,
  at: stampSchema.optional(),
  ownVisible: z
    .boolean()
    .default(false)
    .describe("Customers see their own messages here: one that was accepted and never shows is then noticed."),
  socket: socket.optional(),
});

const customer = z.strictObject({
  proof: z
    .literal("dpop")
    .optional()
    .describe(
      "Each request carries a proof by the session's own key (RFC 9449), bound to the value read as accessToken.",
    ),
  headers: headersSchema.optional().describe("On every request of a customer."),
  session: session.optional(),
  open,
  send: send.optional(),
  replies,
  leave: callSchema.optional().describe("A customer says that they stop waiting."),
  rate: z
    .strictObject({ ...callSchema.shape, helpful: word.default("helpful"), notHelpful: word.default("not-helpful") })
    .optional()
    .describe("A customer says whether it helped; {rating} is one of the two words."),
});

const context = z.strictObject({
  orderWindow: pointerSchema.optional(),
  partner: pointerSchema.optional(),
  riskFlags: pointerSchema.optional(),
  order: z
    .strictObject({ orderId: pointerSchema, sku: pointerSchema, state: pointerSchema, charged: pointerSchema })
    .optional()
    .describe("Of the customer's order, when the contact has one: state is paid, held, missing or none."),
  facts: z
    .partialRecord(z.enum(INTENTS), pointerSchema)
    .optional()
    .describe("What a right answer says, by intent; one that is not there is no fault."),
});

const next = z.strictObject({
  request: requestSchema,
  items: pointerSchema,
  each: z.strictObject({
    contact: pointerSchema,
    ref: pointerSchema.describe("Where {clientContactId} of `open` shows, alone or within a text: others are let be."),
    lane: pointerSchema.optional(),
    waitingSince: pointerSchema.optional(),
    context: context.optional(),
  }),
  at: stampSchema.optional(),
  waitMs: replies.shape.waitMs,
  everyMs: replies.shape.everyMs.default(1000).describe("From one look to the next, 200 to 60000."),
});

const claim = z.strictObject({
  ...callSchema.shape,
  idempotency: idempotencySchema.optional(),
  taken: z
    .strictObject({ status: z.array(z.number().int().min(400).max(499)).min(1).max(10) })
    .default({ status: [409] })
    .describe("How the target says that another agent was quicker."),
  context: context.optional(),
  items: pointerSchema.optional().describe("Messages of the contact so far, written as replies are."),
});

const agent = z.strictObject({
  headers: headersSchema.optional().describe("On every request of an agent."),
  session: session.optional(),
  next,
  claim: claim.optional().describe("Left out where whoever sees a contact may answer it."),
  reply: z.strictObject({
    ...callSchema.shape,
    idempotency: idempotencySchema.optional(),
    message: pointerSchema.optional().describe("The new message's id, as customers will see it."),
  }),
  resolve: callSchema,
});

const exported = z.strictObject({
  contacts: z.strictObject({
    request: requestSchema,
    items: pointerSchema,
    each: z.strictObject({
      contact: pointerSchema,
      ref: pointerSchema,
      state: pointerSchema.optional(),
      lane: pointerSchema.optional(),
      openedAt: pointerSchema.optional(),
      firstReplyAt: pointerSchema.optional(),
      firstHumanReplyAt: pointerSchema.optional(),
      resolvedAt: pointerSchema.optional(),
      reopens: pointerSchema.optional(),
      messages: pointerSchema.optional(),
    }),
    states: z
      .strictObject({
        waiting: words.default([]),
        claimed: words.default([]),
        answered: words.default([]),
        resolved: words.default([]),
      })
      .optional()
      .describe("The target's words for where a contact stands."),
    cursor: cursorSchema.optional(),
    at: stampSchema.optional(),
  }),
});

export const httpMappingSchema = z.strictObject({
  clock: z
    .strictObject({ serverStampsMs: z.number().int().min(1).max(60_000).describe("How fine the target's stamps are.") })
    .optional(),
  errors: z
    .strictObject({
      code: pointerSchema.optional().describe("In a refusal: where its code stands."),
      present: pointerSchema
        .optional()
        .describe("In an answer of 2xx: what is here, and not false or empty, is an error."),
    })
    .optional(),
  lanes: z
    .strictObject({ stream: word.optional(), standard: word.optional(), solo: word.optional() })
    .optional()
    .describe("The target's words for the lanes; {lane} in templates. Without: the same words."),
  customer,
  agent: agent.optional(),
  export: exported.optional().describe("The target's own account at the end, asked for as an agent."),
  delete: callSchema.optional().describe("Removes one made-up contact, asked for as an agent: `fieldproof cleanup`."),
});

/** The mapping with every default filled in; what k6 is handed. */
export type HttpMapping = z.infer<typeof httpMappingSchema>;
export type CustomerMapping = HttpMapping["customer"];
export type RepliesMapping = CustomerMapping["replies"];
export type SocketMapping = NonNullable<RepliesMapping["socket"]>;
export type AgentMapping = NonNullable<HttpMapping["agent"]>;
export type MessageMapping = RepliesMapping["each"];
export type ContextMapping = NonNullable<NonNullable<AgentMapping["claim"]>["context"]>;
export type SessionMapping = NonNullable<AgentMapping["session"]>;
export type DecisionMapping = NonNullable<CustomerMapping["open"]["decision"]>;
