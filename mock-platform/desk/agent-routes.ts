import { z } from "zod";
import { LANES } from "../../core/contract/ids.ts";
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

const MOST_OFFERED = 50;
const queueQuery = z.object({
  lane: z.enum(LANES).optional(),
  wait: waitQuery,
  limit: z.coerce.number().int().min(1).max(MOST_OFFERED).default(1),
});
const problems = { 401: problemSchema, 404: problemSchema, 409: problemSchema };

/** The agent's side of the desk; every route needs the agents' bearer. */
export const agentRoutes = (app: StackApp, services: Services, bearer: string): void => {
  const { desk, idempotency } = services;
  const onRequest = bearerHook(bearer);
  app.get(
    "/v1/agent/queue",
    { onRequest, schema: { querystring: queueQuery, response: { 200: queuePageSchema, 401: problemSchema } } },
    async (request, reply) => {
      const { lane = null, wait, limit } = request.query;
      if (services.defects.strikes("agent-resets")) request.raw.socket.destroy();
      const poll = desk.offer(lane, limit, wait);
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
    { onRequest, schema: { params: contactParams, response: { 200: claimResponseSchema, ...problems } } },
    async (request) => idempotency.once(request, "agent", () => desk.claim(request.params.id)),
  );
  app.post(
    "/v1/agent/contacts/:id/messages",
    {
      onRequest,
      schema: {
        params: contactParams,
        body: agentMessageRequestSchema,
        response: { 202: postMessageResponseSchema, ...problems },
      },
    },
    async (request, reply) => {
      const { clientMessageId, text } = request.body;
      checkText(text);
      const sent = await idempotency.once(request, "agent", () =>
        desk.agentMessage(request.params.id, clientMessageId, text),
      );
      return reply.code(202).send(sent);
    },
  );
  app.post(
    "/v1/agent/contacts/:id/resolve",
    { onRequest, schema: { params: contactParams, response: { 200: resolveResponseSchema, ...problems } } },
    async (request) => idempotency.once(request, "agent", () => desk.resolve(request.params.id)),
  );
};
