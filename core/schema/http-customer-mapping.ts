import { z } from "zod";
import {
  callSchema,
  cursorSchema,
  headersSchema,
  idempotencySchema,
  pointer,
  requestSchema,
  stampSchema,
  words,
} from "./http-request-mapping.ts";

/** How a customer speaks to a desk that is not ours, and how replies come back. */

/** Bounds of a poll's interval, milliseconds: more often is an attack, less often measures nothing. */
export const POLL_BOUNDS_MS = { least: 200, most: 60_000 } as const;

export const sessionSchema = z
  .strictObject({
    ...callSchema.shape,
    cookies: z
      .literal(true)
      .optional()
      .describe("Cookies of this answer and of later ones go along, to the same origin and nowhere else."),
    expired: z
      .strictObject({
        status: z
          .array(z.number().int().min(300).max(499))
          .min(1)
          .max(10)
          .describe("Statuses by which the target says so; such a request was not carried out."),
      })
      .default({ status: [401] })
      .describe("How the target says that the session came to its end; it is then begun anew, once for each request."),
  })
  .describe("Done once, before anything else.");

const decision = z
  .strictObject({
    route: pointer("Where a word for who answers stands."),
    island: words("Words for: an automatic answer was given."),
    intent: pointer("What the relay took the question for, in this tool's own words.").optional(),
    score: pointer("How sure it was, 0 to 1.").optional(),
    id: pointer("Its id.").optional(),
  })
  .optional()
  .describe("What an automatic relay decided; every other word, and no word, is: a person will answer.");

const open = z
  .strictObject({
    ...callSchema.shape,
    idempotency: idempotencySchema.optional(),
    items: pointer("Messages that come with the answer at once, written as replies are.").optional(),
    decision,
  })
  .describe("A customer's first question. Must read `contact`; `consent` where the target records one.");

const send = z
  .strictObject({ ...callSchema.shape, idempotency: idempotencySchema.optional(), decision })
  .describe("Whatever a customer says later: again, a complaint, another matter.");

const each = z
  .strictObject({
    id: pointer("Its id, a text or a number; the same wherever the message shows."),
    author: pointer("A word for who wrote it, listed under authors."),
    text: pointer("Its words."),
    at: pointer("The target's own stamp; a cross-check only, reply times are of our clock.").optional(),
    contact: pointer("Whose contact it is of; words of another's are then noticed.").optional(),
    seq: pointer("A number that grows by one: gaps are then noticed.").optional(),
    clientId: pointer("The client's own id of a customer's message.").optional(),
    island: z
      .strictObject({ event: pointer("Its event."), version: pointer("Its version."), keyId: pointer("Its key.") })
      .optional()
      .describe("Which signed answer an automatic reply came from."),
  })
  .describe("Where a message's parts stand, from the message on.");

const authors = z
  .strictObject({
    customer: words("Customers.").default([]),
    human: words("People at the desk. At least one word: else no reply of a person could be told.").default([]),
    bot: words("Machines that answer.").default([]),
    system: words("Notices that answer nothing.").default([]),
  })
  .describe("The target's words for who wrote. A message of any other word is a finding, and no reply.");

const socket = z
  .strictObject({
    ticket: callSchema.optional().describe("Done before each connection."),
    path: requestSchema.shape.path,
    hello: z
      .array(z.record(z.string().max(100), z.json()))
      .max(10)
      .optional()
      .describe("What is said once the socket is open, as JSON; its texts are templates. Such as a subscription."),
    items: pointer("Where messages stand in what comes: one, or a list. Without it: all of it.").optional(),
    quietMs: z
      .number()
      .int()
      .min(500)
      .max(60_000)
      .default(10_000)
      .describe("After so long without a word the socket is checked against a poll, and given up when that has more."),
  })
  .describe("A WebSocket at the customers' own address that brings replies.");

export const waitMsSchema = z
  .number()
  .int()
  .min(100)
  .max(30_000)
  .optional()
  .describe("How long the target holds a look without news, where it can; {waitMs} in the request.");

export const everyMsSchema = z.number().int().min(POLL_BOUNDS_MS.least).max(POLL_BOUNDS_MS.most);

const replies = z
  .strictObject({
    via: z
      .enum(["poll", "websocket"])
      .default("poll")
      .describe("`websocket` needs `socket`; polls are what it falls back to."),
    everyMs: everyMsSchema.describe(
      "From one poll to the next, 200 to 60000. Reply times are no finer than this; the report says so.",
    ),
    waitMs: waitMsSchema,
    request: requestSchema,
    items: pointer("The list of messages."),
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
  })
  .describe("How a customer sees what was said.");

const ratingWord = z.string().min(1).max(100);

export const customerMappingSchema = z
  .strictObject({
    proof: z
      .literal("dpop")
      .optional()
      .describe(
        "Each request carries a proof by the session's own key (RFC 9449), bound to the value read as accessToken.",
      ),
    headers: headersSchema.optional(),
    session: sessionSchema.optional(),
    open,
    send: send.optional(),
    replies,
    leave: callSchema.optional().describe("A customer says that they stop waiting."),
    rate: z
      .strictObject({
        ...callSchema.shape,
        helpful: ratingWord.default("helpful").describe("The target's word for: it helped."),
        notHelpful: ratingWord.default("not-helpful").describe("The target's word for: it did not."),
      })
      .optional()
      .describe("A customer says whether it helped; {rating} is one of the two words."),
  })
  .describe("At the addresses under pops.");
