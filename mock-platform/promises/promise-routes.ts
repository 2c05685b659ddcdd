import { z } from "zod";
import { agentHeadersSchema } from "../../core/schema/agent-wire.ts";
import {
  followUpSchema,
  handoffRequestSchema,
  handoffResponseSchema,
  promiseListSchema,
  promiseSchema,
} from "../../core/schema/promise-wire.ts";
import { problemSchema } from "../../core/schema/wire.ts";
import { customerHook, ownerOf } from "../consent/customer-hook.ts";
import { namedAgent } from "../desk/agent-name.ts";
import type { StackApp } from "../http/app-base.ts";
import { bearerHook } from "../http/bearer.ts";
import { Problem } from "../http/problems.ts";
import { contactParams } from "../http/query.ts";
import { checkText } from "../http/texts.ts";
import type { Services } from "../services.ts";
import { type Matter, promiseOf } from "./matter.ts";

const problems = {
  ...{ 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema, 409: problemSchema },
  ...{ 413: problemSchema, 422: problemSchema },
};
const headers = agentHeadersSchema;

/** The agents' side: make a promise of a contact, see one's own, say that one is kept. */
export const promiseRoutes = (app: StackApp, services: Services, bearer: string): void => {
  const { promises, idempotency } = services;
  const onRequest = bearerHook(bearer);
  app.post(
    "/v1/agent/contacts/:id/handoff",
    {
      onRequest,
      schema: {
        summary: "Make a promise of a held contact, with an owner and a due time",
        headers,
        params: contactParams,
        body: handoffRequestSchema,
        response: { 201: handoffResponseSchema, ...problems },
      },
    },
    async (request, reply) => {
      const name = namedAgent(request.headers);
      checkText(request.body.reason);
      const matter = await idempotency.once(request, `agent ${name}`, () =>
        promises.handOffs.handOff(request.params.id, request.body, name),
      );
      const followUpToken = promises.tokens.make(matter.matterId);
      return reply.code(201).send({ promise: promiseOf(matter), followUpToken });
    },
  );
  app.get(
    "/v1/agent/promises",
    {
      onRequest,
      schema: {
        summary: "The open promises of an agent, by due time",
        headers,
        response: { 200: promiseListSchema, ...problems },
      },
    },
    async (request) => ({ promises: promises.handOffs.of(namedAgent(request.headers)).map(promiseOf) }),
  );
  app.post(
    "/v1/agent/promises/:id/resolve",
    {
      onRequest,
      schema: {
        summary: "Say that a promise of one's own is kept",
        headers,
        params: contactParams,
        response: { 200: promiseSchema, ...problems },
      },
    },
    async (request) => {
      const name = namedAgent(request.headers);
      return idempotency.once(request, `agent ${name}`, async () =>
        promiseOf(await promises.handOffs.keep(request.params.id, name)),
      );
    },
  );
};

const forCustomer = (matter: Matter): z.infer<typeof followUpSchema> => {
  const { owner: _, trouble: __, ...seen } = promiseOf(matter);
  return seen;
};

/** The customer's side: their contact's promise, and any promise by its follow-up token. */
export const followUpRoutes = (app: StackApp, services: Services, origins: () => readonly string[]): void => {
  const { promises } = services;
  app.get(
    "/v1/contacts/:id/promise",
    {
      onRequest: customerHook(services, origins),
      schema: {
        summary: "What was promised about one's own contact, and a token to ask after it",
        params: contactParams,
        response: { 200: z.strictObject({ promise: followUpSchema, followUpToken: z.string() }), ...problems },
      },
    },
    async (request) => {
      ownerOf(services, request, request.params.id);
      const matter = promises.book.ofContact(request.params.id);
      if (matter === null) throw new Problem("not-found");
      return { promise: forCustomer(matter), followUpToken: promises.tokens.make(matter.matterId) };
    },
  );
  app.get(
    "/v1/follow-up",
    {
      schema: {
        summary: "A promise by its follow-up token",
        headers: z.looseObject({ "follow-up-token": z.string().max(200).optional() }),
        response: { 200: followUpSchema, 401: problemSchema },
      },
    },
    async (request) => {
      const matterId = promises.tokens.read(request.headers["follow-up-token"] ?? "");
      const matter = matterId === null ? null : promises.book.find(matterId);
      if (matter === null) throw new Problem("bad-follow-up");
      return forCustomer(matter);
    },
  );
};
