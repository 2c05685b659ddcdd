import { z } from "zod";
import { edgeStatusSchema, islandEnvelopeSchema, problemSchema, rootMetadataSchema } from "../../core/schema/wire.ts";
import type { StackApp } from "../http/app-base.ts";
import { Problem } from "../http/problems.ts";
import type { Services } from "../services.ts";
import { cacheStatus } from "./cache-status.ts";
import type { Pop } from "./pop.ts";

const eventParams = z.strictObject({ event: z.string().min(1).max(64) });

const matches = (header: string | undefined, etag: string): boolean =>
  (header ?? "").split(",").some((one) => one.trim() === "*" || one.trim().replace(/^W\//, "") === etag);

/** What a PoP says of its islands, to anyone: the island itself, its own state, the keys that it trusts. */
export const edgeRoutes = (app: StackApp, services: Services, pop: Pop): void => {
  app.get(
    "/edge/v1/islands/:event",
    {
      schema: {
        summary: "The event's signed island, as this PoP serves it",
        params: eventParams,
        response: { 200: islandEnvelopeSchema, 304: z.null(), 503: problemSchema },
      },
    },
    async (request, reply) => {
      const served = await pop.serve(request.params.event);
      if (served.result !== "good")
        throw new Problem("no-valid-island", `the island is ${served.result} at ${pop.name}`);
      const { etag, ttlMs, cache } = served;
      reply.header("etag", etag).header("cache-status", cacheStatus(pop.name, cache, ttlMs));
      reply.header("cache-control", `public, max-age=${Math.max(0, Math.floor(ttlMs / 1000))}`);
      // The signed bytes go out as they came: no second serialisation.
      reply.type("application/json; charset=utf-8").serializer((body: unknown) => String(body));
      if (matches(request.headers["if-none-match"], etag)) return reply.code(304).send(null);
      return reply.code(200).send(served.text as never);
    },
  );
  app.get(
    "/edge/v1/status",
    {
      schema: {
        summary: "Islands, trusted keys and cache generation of this PoP",
        response: { 200: edgeStatusSchema },
      },
    },
    async () => pop.status(),
  );
  app.get(
    "/edge/v1/metadata/root",
    { schema: { summary: "The island keys that this PoP trusts", response: { 200: rootMetadataSchema } } },
    async () => ({
      keys: { ...services.trustedKeys },
    }),
  );
};
