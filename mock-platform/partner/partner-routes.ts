import type { FastifyReply } from "fastify";
import { z } from "zod";
import { caseRequestSchema, partnerCaseSchema } from "../../core/schema/partner-wire.ts";
import { problemSchema } from "../../core/schema/wire.ts";
import type { StackApp } from "../http/app-base.ts";
import { bearerHook } from "../http/bearer.ts";
import { Problem } from "../http/problems.ts";
import { contactParams } from "../http/query.ts";
import { type FulfilmentPartner, PartnerGone } from "./fulfilment-partner.ts";

const headers = z.looseObject({ "idempotency-key": z.string().min(1).max(128).optional() });
const problems = { 400: problemSchema, 401: problemSchema, 422: problemSchema, 429: problemSchema, 503: problemSchema };

/** Cuts the connection where the partner is gone, as a machine that lost its power would, and gives undefined. */
const orCut = async <T>(reply: FastifyReply, work: Promise<T>): Promise<T | undefined> => {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof PartnerGone)) throw error;
    reply.hijack();
    reply.raw.destroy();
    return undefined;
  }
};

/** The partner's own API, for holders of the partner's bearer. */
export const partnerRoutes = (app: StackApp, partner: FulfilmentPartner, bearer: string): void => {
  const onRequest = bearerHook(bearer);
  app.post(
    "/partner/v1/cases",
    {
      onRequest,
      schema: {
        summary: "Open a case, once per case id; answers when it is settled",
        headers,
        body: caseRequestSchema,
        response: { 200: partnerCaseSchema, 201: partnerCaseSchema, ...problems },
      },
    },
    async (request, reply) => {
      const key = request.headers["idempotency-key"] ?? null;
      const answer = await orCut(reply, partner.open(request.body, key));
      if (answer === undefined) return reply;
      if (answer.kind === "case") return reply.code(answer.isNew ? 201 : 200).send(answer.case);
      void reply.header("retry-after", String(answer.retryAfterSec));
      throw new Problem(answer.status === 429 ? "partner-busy" : "partner-full");
    },
  );
  app.get(
    "/partner/v1/cases/:id",
    {
      onRequest,
      schema: {
        summary: "One case as it stands",
        params: contactParams,
        response: { 200: partnerCaseSchema, 401: problemSchema, 404: problemSchema },
      },
    },
    async (request, reply) => {
      const found = await orCut(reply, partner.read(request.params.id));
      if (found === undefined) return reply;
      if (found === null) throw new Problem("not-found");
      return found;
    },
  );
};
