import { z } from "zod";
import { islandEnvelopeSchema, problemSchema } from "../../core/schema/wire.ts";
import type { StackApp } from "../http/app-base.ts";
import { bearerHook } from "../http/bearer.ts";
import { Problem } from "../http/problems.ts";
import type { Services } from "../services.ts";

/** The origin's copy of an island, as PoPs fetch it: the signed bytes. */
export const originRoutes = (app: StackApp, services: Services, bearer: string): void => {
  app.get(
    "/origin/v1/islands/:event",
    {
      onRequest: bearerHook(bearer),
      schema: {
        summary: "The island as the origin publishes it",
        params: z.strictObject({ event: z.string().min(1).max(64) }),
        response: { 200: islandEnvelopeSchema, 401: problemSchema, 404: problemSchema, 503: problemSchema },
      },
    },
    async (request, reply) => {
      const text = await services.origin.envelope(request.params.event);
      if (text === null) throw new Problem("not-found");
      reply.type("application/json; charset=utf-8").serializer((body: unknown) => String(body));
      return reply.send(text as never);
    },
  );
};
