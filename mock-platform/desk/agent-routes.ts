import { z } from "zod";
import { LANES } from "../../core/contract/ids.ts";
import { agentHeadersSchema } from "../../core/schema/agent-wire.ts";
import {
  agentMessageRequestSchema,
  claimResponseSchema,
  postMessageResponseSchema,
  problemSchema,
  queuePageSchema,
  resolveResponseSchema,
} from "../../core/schema/wire.ts";
import { bearerHook } from "../http/bearer.ts";
import type { StackApp } from "../http/app-base.ts";
import { contactParams, waitQuery } from "../http/query.ts";
import { checkText } from "../http/texts.ts";
import type { Services } from "../services.ts";
import { agentName } from "./agent-name.ts";

const MOST_OFFERED = 50;
const queueQuery = z.object({
  lane: z.enum(LANES).optional(),
  wait: waitQuery,
  limit: z.coerce.number().int().min(1).max(MOST_OFFERED).default(1),
});
const problems = { 401: problemSchema, 403: problemSchema, 404: problemSchema, 409: problemSchema };
const headers = agentHeadersSchema;

/** Take, answer, resolve; every route needs the agents' bearer, and takes a name where the agent has one. */
export const agentRoutes = (app: StackApp, services: Services, bearer: string): void => {
  const { desk, idempotency } = services;
  const onRequest = services.defects.strikes("agents-unchecked") ? [] : [bearerHook(bearer)];
  app.get(
    "/v1/agent/queue",
    {
      onRequest,
      // A HEAD would take the offer that it does not show.
      exposeHeadRoute: false,
      schema: {
        summary: "The next contacts for one slot, by long poll",
        headers,
        querystring: queueQuery,
        response: { 200: queuePageSchema, 401: problemSchema, 404: problemSchema },
      },
    },
    async (request, reply) => {
      const { lane = null, wait, limit } = request.query;
      if (services.defects.strikes("agent-resets")) request.raw.socket.destroy();
      const poll = desk.offer(lane, limit, wait, agentName(request.headers));
      let items: Awaited<typeof poll.items> = [];
      // Gone before the answer was out: what was offered goes to the next agent at once.
      reply.raw.once("close", () => {
        poll.stop();
        if (!reply.raw.writableFinished) desk.release(items);
      });
      items = await poll.items;
      if (request.raw.socket.destroyed) desk.release(items);
      return desk.page(items, lane);
    },
  );
  app.post(
    "/v1/agent/contacts/:id/claim",
    {
      onRequest,
      schema: {
        summary: "Take a waiting contact",
        headers,
        params: contactParams,
        response: { 200: claimResponseSchema, ...problems },
      },
    },
    async (request) => {
      const name = agentName(request.headers);
      return idempotency.once(request, `agent ${name}`, () => desk.claim(request.params.id, name));
    },
  );
  app.post(
    "/v1/agent/contacts/:id/messages",
    {
      onRequest,
      schema: {
        summary: "Answer a contact that is held",
        headers,
        params: contactParams,
        body: agentMessageRequestSchema,
        response: { 202: postMessageResponseSchema, ...problems },
      },
    },
    async (request, reply) => {
      const { clientMessageId, text } = request.body;
      checkText(text);
      const name = agentName(request.headers);
      const sent = await idempotency.once(request, `agent ${name}`, () =>
        desk.agentMessage(request.params.id, clientMessageId, text, name),
      );
      return reply.code(202).send(sent);
    },
  );
  app.post(
    "/v1/agent/contacts/:id/resolve",
    {
      onRequest,
      schema: {
        summary: "Resolve a contact that is held",
        headers,
        params: contactParams,
        response: { 200: resolveResponseSchema, ...problems },
      },
    },
    async (request) => {
      const name = agentName(request.headers);
      return idempotency.once(request, `agent ${name}`, () => desk.resolve(request.params.id, name));
    },
  );
};
