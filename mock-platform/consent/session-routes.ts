import {
  consentKeysSchema,
  consentRequestSchema,
  consentResponseSchema,
  contactRequestSchema,
  contactResponseSchema,
  sessionRequestSchema,
  sessionResponseSchema,
} from "../../core/schema/session-wire.ts";
import { problemSchema } from "../../core/schema/wire.ts";
import type { Pop } from "../edge/pop.ts";
import type { StackApp } from "../http/app-base.ts";
import { Problem } from "../http/problems.ts";
import { checkText } from "../http/texts.ts";
import type { Services } from "../services.ts";
import { customerHook, sessionOf } from "./customer-hook.ts";
import { thumbprint } from "./proof-check.ts";

const problems = {
  ...{ 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema, 413: problemSchema },
  422: problemSchema,
};

/** The fast path in steps: session, consent, contact. Each is proved by the session's key. */
export const sessionRoutes = (app: StackApp, services: Services, pop: Pop, origins: () => readonly string[]): void => {
  const { auth, sessions, consentDesk, openings, idempotency } = services;
  app.post(
    "/v1/sessions",
    {
      schema: {
        summary: "Begin an ephemeral session for a public key",
        body: sessionRequestSchema,
        response: { 201: sessionResponseSchema, ...problems },
      },
    },
    async (request, reply) => {
      const jkt = auth.firstProof(request, origins());
      if (jkt !== thumbprint(request.body.publicJwk))
        throw new Problem("bad-proof", "the proof is by another key than publicJwk");
      return reply.code(201).send(sessions.open(jkt));
    },
  );
  app.post(
    "/v1/consents",
    {
      schema: {
        summary: "Give a consent in a session",
        body: consentRequestSchema,
        response: { 201: consentResponseSchema, ...problems },
      },
    },
    async (request, reply) => {
      const jkt = auth.firstProof(request, origins());
      const given = await idempotency.once(request, jkt, () => consentDesk.give(request.body, jkt));
      return reply.code(201).send(given);
    },
  );
  app.get(
    "/v1/consent-keys",
    { schema: { summary: "The keys that verify tokens and receipts", response: { 200: consentKeysSchema } } },
    async () => services.consentKeys,
  );
  app.post(
    "/v1/contacts",
    {
      onRequest: customerHook(services, origins),
      schema: {
        summary: "Open a contact under a consent",
        body: contactRequestSchema,
        response: { 201: contactResponseSchema, ...problems },
      },
    },
    async (request, reply) => {
      const { body } = request;
      const { sessionId, consentId } = sessionOf(request);
      checkText(body.text);
      if (body.event !== services.event) throw new Problem("not-found", "there is no such event");
      const opened = await idempotency.once(request, sessionId, () => openings.open(body, consentId, pop));
      services.messageStore.delivered(pop.name, opened.messages, services.clock.now());
      return reply.code(201).send(opened);
    },
  );
};
