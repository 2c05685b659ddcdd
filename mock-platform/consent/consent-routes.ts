import { z } from "zod";
import { fastPathRequestSchema, fastPathResponseSchema, problemSchema } from "../../core/schema/wire.ts";
import type { Pop } from "../edge/pop.ts";
import type { StackApp } from "../http/app-base.ts";
import { Problem } from "../http/problems.ts";
import { contactParams } from "../http/query.ts";
import { checkText } from "../http/texts.ts";
import { thumbprint } from "./proof-check.ts";
import type { Services } from "../services.ts";
import { customerHook, sessionOf } from "./customer-hook.ts";

const problems = {
  ...{ 401: problemSchema, 403: problemSchema, 404: problemSchema, 413: problemSchema, 422: problemSchema },
};

/** The one button, and taking it back. */
export const consentRoutes = (app: StackApp, services: Services, pop: Pop, origins: () => readonly string[]): void => {
  app.post(
    "/v1/fast-path",
    {
      schema: {
        summary: "The one button: session, consent and first question in one step",
        body: fastPathRequestSchema,
        response: { 201: fastPathResponseSchema, ...problems },
      },
    },
    async (request, reply) => {
      const { body } = request;
      checkText(body.text);
      if (body.event !== services.event) throw new Problem("not-found", "there is no such event");
      const jkt = services.auth.firstProof(request, origins());
      if (jkt !== thumbprint(body.publicJwk))
        throw new Problem("bad-proof", "the proof is by another key than publicJwk");
      const response = await services.idempotency.once(request, jkt, () => services.fastPath.open(body, jkt, pop));
      services.messageStore.delivered(pop.name, response.messages, services.clock.now());
      return reply.code(201).send(response);
    },
  );
  app.delete(
    "/v1/consents/:id",
    {
      // Also with a token that has expired: taking back must never be harder than giving.
      onRequest: customerHook(services, origins, "allowed"),
      schema: {
        summary: "Take a consent back",
        params: contactParams,
        response: { 204: z.null(), 401: problemSchema, 403: problemSchema },
      },
    },
    async (request, reply) => {
      const contacts = await services.consentDesk.withdraw(request.params.id, sessionOf(request).sessionId);
      for (const contactId of contacts) services.hub.end("withdrawn", contactId);
      return reply.code(204).send(null);
    },
  );
};
