import { z } from "zod";
import { INTENTS } from "../contract/ids.ts";
import { everyMsSchema, sessionSchema, waitMsSchema } from "./http-customer-mapping.ts";
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

/** How people at a desk that is not ours take contacts and answer them, and what the desk says of itself at the end. */

const context = z
  .strictObject({
    orderWindow: pointer("When orders are sent.").optional(),
    partner: pointer("Who sends them.").optional(),
    riskFlags: pointer("A list of warnings.").optional(),
    order: z
      .strictObject({
        orderId: pointer("Its number."),
        sku: pointer("What was ordered."),
        state: pointer("paid, held, missing or none; every other word is none."),
        charged: pointer("Whether it was paid for: true."),
      })
      .optional()
      .describe("Of the customer's order, when the contact has one."),
    facts: z
      .partialRecord(z.enum(INTENTS), pointer("Words that a right answer holds."))
      .optional()
      .describe("What a right answer says, by intent; one that is not there is no fault."),
  })
  .optional()
  .describe("What the desk puts before an agent's eyes.");

const next = z
  .strictObject({
    request: requestSchema,
    items: pointer("The list of those who wait."),
    each: z
      .strictObject({
        contact: pointer("The contact's id, for {contact}."),
        ref: pointer("Where {clientContactId} of `open` shows, alone or within a text: others are let be."),
        lane: pointer("A word for its lane. Without it: of the lane that was asked for.").optional(),
        waitingSince: pointer("Since when it waits.").optional(),
        context,
      })
      .describe("Where the parts of one who waits stand."),
    at: stampSchema.optional(),
    waitMs: waitMsSchema,
    everyMs: everyMsSchema.default(1000).describe("From one look to the next, 200 to 60000."),
  })
  .describe("How an agent sees who waits.");

const claim = z
  .strictObject({
    ...callSchema.shape,
    idempotency: idempotencySchema.optional(),
    taken: z
      .strictObject({
        status: z.array(z.number().int().min(400).max(499)).min(1).max(10).describe("Statuses by which it says so."),
      })
      .default({ status: [409] })
      .describe("How the target says that another agent was quicker."),
    context,
    items: pointer("Messages of the contact so far, written as replies are.").optional(),
  })
  .optional()
  .describe("Takes a contact. Left out where whoever sees a contact may answer it.");

export const agentMappingSchema = z
  .strictObject({
    headers: headersSchema.optional(),
    session: sessionSchema.optional(),
    next,
    claim,
    reply: z
      .strictObject({
        ...callSchema.shape,
        idempotency: idempotencySchema.optional(),
        message: pointer("The new message's id, as customers will see it.").optional(),
      })
      .describe("An agent's words to the customer."),
    resolve: callSchema.describe("Ends a contact."),
  })
  .describe("At the address under origin.");

const exportedContact = z
  .strictObject({
    contact: pointer("The contact's id."),
    ref: pointer("Where {clientContactId} of `open` shows, alone or within a text; others are only counted."),
    state: pointer("A word for where it stands, listed under states.").optional(),
    lane: pointer("A word for its lane.").optional(),
    openedAt: pointer("When it was opened.").optional(),
    firstReplyAt: pointer("When it was first answered, by whomever.").optional(),
    firstHumanReplyAt: pointer("When a person first answered.").optional(),
    resolvedAt: pointer("When it was ended.").optional(),
    reopens: pointer("How often it was opened again.").optional(),
    messages: pointer("How many messages it has.").optional(),
  })
  .describe("Where the parts of one contact stand.");

export const exportMappingSchema = z
  .strictObject({
    contacts: z
      .strictObject({
        request: requestSchema,
        items: pointer("The list of contacts."),
        each: exportedContact,
        states: z
          .strictObject({
            waiting: words("Nobody has it.").default([]),
            claimed: words("A person has it and has not answered.").default([]),
            answered: words("It was answered and is open.").default([]),
            resolved: words("It was ended.").default([]),
          })
          .optional()
          .describe("The target's words for where a contact stands."),
        cursor: cursorSchema.optional(),
        at: stampSchema.optional(),
      })
      .describe("A list of contacts, page by page."),
  })
  .describe("The target's own account at the end, asked for as an agent.");
