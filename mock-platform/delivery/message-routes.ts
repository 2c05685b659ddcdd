import { z } from "zod";
import {
  messagePageSchema,
  postMessageRequestSchema,
  postMessageResponseSchema,
  problemSchema,
  signalRequestSchema,
  ticketResponseSchema,
} from "../../core/schema/wire.ts";
import { customerHook, ownerOf } from "../consent/customer-hook.ts";
import type { StackApp } from "../http/app-base.ts";
import { afterQuery, contactParams, waitQuery } from "../http/query.ts";
import { checkText } from "../http/texts.ts";
import type { Services } from "../services.ts";
import { longPoll } from "./long-poll.ts";

const problems = { 401: problemSchema, 403: problemSchema, 404: problemSchema };

/** A customer's own contact: write, read on by long poll, get a ticket for the feed, say how it went. */
export const messageRoutes = (
  app: StackApp,
  services: Services,
  pop: string,
  origins: () => readonly string[],
): void => {
  const onRequest = customerHook(services, origins);
  app.post(
    "/v1/contacts/:id/messages",
    {
      onRequest,
      schema: {
        summary: "Write on; on a resolved contact it reopens",
        params: contactParams,
        body: postMessageRequestSchema,
        response: { 202: postMessageResponseSchema, ...problems },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { clientMessageId, text, attachments = [] } = request.body;
      const { sessionId } = ownerOf(services, request, id);
      checkText(text);
      const sent = await services.idempotency.once(request, sessionId, async () =>
        services.desk.customerMessage(id, clientMessageId, text, services.attachments.named(sessionId, attachments)),
      );
      return reply.code(202).send(sent);
    },
  );
  app.get(
    "/v1/contacts/:id/messages",
    {
      onRequest,
      schema: {
        summary: "Read on behind a message, by long poll",
        params: contactParams,
        querystring: z.object({ after: afterQuery, wait: waitQuery }),
        response: { 200: messagePageSchema, ...problems },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      ownerOf(services, request, id);
      // The answer's end, not the connection's: one connection carries many polls.
      const onAbort = (stop: () => void): void => void reply.raw.once("close", stop);
      const { after, wait } = request.query;
      const messages = await longPoll(services.hub, services.scheduler, {
        contactId: id,
        after,
        waitMs: wait,
        onAbort,
      });
      services.messageStore.delivered(pop, messages, services.clock.now());
      return { messages, state: services.desk.contact(id).state };
    },
  );
  app.post(
    "/v1/contacts/:id/ticket",
    {
      onRequest,
      schema: {
        summary: "A single-use ticket for the feed",
        params: contactParams,
        response: { 201: ticketResponseSchema, ...problems },
      },
    },
    async (request, reply) => {
      ownerOf(services, request, request.params.id);
      return reply.code(201).send(services.tickets.issue(request.params.id));
    },
  );
  app.post(
    "/v1/contacts/:id/signals",
    {
      onRequest,
      schema: {
        summary: "Helpful, not helpful, or left",
        params: contactParams,
        body: signalRequestSchema,
        response: { 204: z.null(), ...problems },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { sessionId } = ownerOf(services, request, id);
      await services.idempotency.once(request, sessionId, () => services.desk.signal(id, request.body.kind));
      return reply.code(204).send(null);
    },
  );
};
