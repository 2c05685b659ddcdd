import {
  agentContactSchema,
  agentHeadersSchema,
  heldContactsSchema,
  noteRequestSchema,
  noteSchema,
  presenceListSchema,
  presenceRequestSchema,
  presenceSchema,
  transferRequestSchema,
  waitingAgainSchema,
} from "../../core/schema/agent-wire.ts";
import { problemSchema } from "../../core/schema/wire.ts";
import type { StackApp } from "../http/app-base.ts";
import { bearerHook } from "../http/bearer.ts";
import { contactParams } from "../http/query.ts";
import { checkText } from "../http/texts.ts";
import type { Services } from "../services.ts";
import { namedAgent } from "./agent-name.ts";
import { agentView } from "./agent-view.ts";

const problems = {
  ...{ 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema, 409: problemSchema },
  ...{ 413: problemSchema, 422: problemSchema },
};
const headers = agentHeadersSchema;

/** What needs a name: shifts, the contact with its notes, passing it on, giving it back. */
export const handoverRoutes = (app: StackApp, services: Services, bearer: string): void => {
  const { desk, handovers, shifts, idempotency, timeFactor } = services;
  const onRequest = bearerHook(bearer);
  app.put(
    "/v1/agent/presence",
    {
      onRequest,
      schema: {
        summary: "Begin a shift, take a break, go off shift",
        body: presenceRequestSchema,
        response: { 200: presenceSchema, ...problems },
      },
    },
    async (request) => shifts.set(request.body),
  );
  app.get(
    "/v1/agent/presence",
    {
      onRequest,
      schema: {
        summary: "Who is on shift, and what they hold",
        response: { 200: presenceListSchema, 401: problemSchema },
      },
    },
    async () => ({ agents: shifts.list() }),
  );
  app.get(
    "/v1/agent/contacts",
    {
      onRequest,
      schema: { summary: "What an agent holds", headers, response: { 200: heldContactsSchema, ...problems } },
    },
    async (request) => ({
      contacts: shifts.held(namedAgent(request.headers)).map((contact) => agentView(contact, timeFactor)),
    }),
  );
  app.get(
    "/v1/agent/contacts/:id",
    {
      onRequest,
      schema: {
        summary: "One contact with its conversation, context and notes",
        params: contactParams,
        response: { 200: agentContactSchema, ...problems },
      },
    },
    async (request) => agentView(desk.servable(request.params.id), timeFactor),
  );
  app.post(
    "/v1/agent/contacts/:id/transfer",
    {
      onRequest,
      schema: {
        summary: "Pass a held contact to a lane or a group",
        headers,
        params: contactParams,
        body: transferRequestSchema,
        response: { 200: waitingAgainSchema, ...problems },
      },
    },
    async (request) => {
      const name = namedAgent(request.headers);
      checkText(request.body.reason);
      return idempotency.once(request, `agent ${name}`, () =>
        handovers.transfer(request.params.id, request.body, name),
      );
    },
  );
  app.post(
    "/v1/agent/contacts/:id/release",
    {
      onRequest,
      schema: {
        summary: "Give a held contact back to its place",
        headers,
        params: contactParams,
        response: { 200: waitingAgainSchema, ...problems },
      },
    },
    async (request) => {
      const name = namedAgent(request.headers);
      return idempotency.once(request, `agent ${name}`, () => handovers.release(request.params.id, name));
    },
  );
  app.post(
    "/v1/agent/contacts/:id/notes",
    {
      onRequest,
      schema: {
        summary: "Add an internal note",
        headers,
        params: contactParams,
        body: noteRequestSchema,
        response: { 201: noteSchema, ...problems },
      },
    },
    async (request, reply) => {
      const name = namedAgent(request.headers);
      const { clientNoteId, text } = request.body;
      checkText(text);
      const note = await idempotency.once(request, `agent ${name}`, () =>
        handovers.note(request.params.id, clientNoteId, text, name),
      );
      return reply.code(201).send(note);
    },
  );
};
