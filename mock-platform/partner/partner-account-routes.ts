import { z } from "zod";
import { callbackAddressSchema } from "../../core/schema/partner-account.ts";
import { partnerCaseSchema, partnerVisitSchema } from "../../core/schema/partner-wire.ts";
import { problemSchema } from "../../core/schema/wire.ts";
import type { StackApp } from "../http/app-base.ts";
import { bearerHook } from "../http/bearer.ts";
import { isLoopback } from "../http/loopback.ts";
import { Problem } from "../http/problems.ts";
import { ndjson } from "../operations/ndjson.ts";
import type { FulfilmentPartner } from "./fulfilment-partner.ts";

export interface AccountParts {
  readonly partner: FulfilmentPartner;
  readonly bearer: string;
  /** Keeps the address and sends what waits there. */
  readonly connect: (url: string) => void;
}

/** What a partner that is a process of its own says of itself, and where it is told to call back. */
export const partnerAccountRoutes = (app: StackApp, { partner, bearer, connect }: AccountParts): void => {
  const onRequest = bearerHook(bearer);
  app.put(
    "/partner/v1/callbacks",
    {
      onRequest,
      schema: {
        summary: "Where callbacks go from now on; on this machine only",
        body: callbackAddressSchema,
        response: { 204: z.null(), 400: problemSchema, 401: problemSchema },
      },
    },
    async ({ body: { url } }, reply) => {
      // Whoever holds the bearer must not be able to have requests sent elsewhere.
      if (!isLoopback(new URL(url).hostname)) throw new Problem("bad-request", "callbacks go to loopback alone");
      connect(url);
      return reply.code(204).send(null);
    },
  );
  const accounts = {
    cases: { line: partnerCaseSchema, records: () => partner.cases() },
    "partner-visits": { line: partnerVisitSchema, records: () => partner.visits() },
  };
  for (const [name, { line, records }] of Object.entries(accounts)) {
    const content = { "application/x-ndjson": { schema: line as z.ZodType } };
    app.get(
      `/export/v1/${name}`,
      {
        onRequest,
        schema: {
          summary: `The partner's own account: ${name}`,
          response: { 200: { description: "NDJSON: one record a line.", content }, 401: problemSchema },
        },
      },
      async (_request, reply) => reply.type("application/x-ndjson").send(ndjson(records()) as never),
    );
  }
};
