import {
  agentHeadersSchema,
  changedMessageSchema,
  editRequestSchema,
  moderationQuerySchema,
} from "../../core/schema/agent-wire.ts";
import { problemSchema } from "../../core/schema/wire.ts";
import type { StackApp } from "../http/app-base.ts";
import { bearerHook } from "../http/bearer.ts";
import { contactParams } from "../http/query.ts";
import { checkText } from "../http/texts.ts";
import type { Services } from "../services.ts";
import { namedAgent } from "./agent-name.ts";

const problems = {
  ...{ 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema, 409: problemSchema },
  413: problemSchema,
};
const headers = agentHeadersSchema;

/** Edit and take away what was said; a name and a reason are needed. */
export const changeRoutes = (app: StackApp, services: Services, bearer: string): void => {
  const { changes, idempotency } = services;
  const onRequest = bearerHook(bearer);
  app.patch(
    "/v1/agent/messages/:id",
    {
      onRequest,
      schema: {
        summary: "Reword a message of one's own, with a reason",
        headers,
        params: contactParams,
        body: editRequestSchema,
        response: { 200: changedMessageSchema, ...problems },
      },
    },
    async (request) => {
      const name = namedAgent(request.headers);
      const { text, reason } = request.body;
      checkText(text);
      return idempotency.once(request, `agent ${name}`, () => changes.edit(request.params.id, text, reason, name));
    },
  );
  app.delete(
    "/v1/agent/messages/:id",
    {
      onRequest,
      schema: {
        summary: "Take a message away, with a reason",
        headers,
        params: contactParams,
        querystring: moderationQuerySchema,
        response: { 200: changedMessageSchema, ...problems },
      },
    },
    async (request) => {
      const name = namedAgent(request.headers);
      return idempotency.once(request, `agent ${name}`, () =>
        changes.moderate(request.params.id, request.query.reason, name),
      );
    },
  );
};
