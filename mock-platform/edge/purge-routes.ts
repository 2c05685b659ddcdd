import type { FastifyReply } from "fastify";
import {
  purgeEverywhereRequestSchema,
  purgeEverywhereResponseSchema,
  purgeRequestSchema,
  purgeResponseSchema,
} from "../../core/schema/purge-wire.ts";
import { problemSchema } from "../../core/schema/wire.ts";
import type { StackApp } from "../http/app-base.ts";
import { bearerHook } from "../http/bearer.ts";
import { Problem } from "../http/problems.ts";
import type { Services } from "../services.ts";
import type { Pop } from "./pop.ts";
import type { Purged } from "./purge-desk.ts";

const problems = { 401: problemSchema, 404: problemSchema, 429: problemSchema } as const;

/** What was purged. Throws `too-many-purges` with Retry-After in whole seconds (RFC 9110 section 10.2.3). */
const orLater = <T>(reply: FastifyReply, purged: Purged<T>): T => {
  if (purged.result === "purged") return purged.purged;
  reply.header("retry-after", String(Math.ceil(purged.waitMs / 1000)));
  throw new Problem("too-many-purges");
};

/** The event of a key: the path under which this PoP keeps its island. Throws `not-found` for other paths. */
const eventOfKey = (key: string): string => {
  const [, name = ""] = /^\/edge\/v1\/islands\/([^/?#]{1,192})$/.exec(key) ?? [];
  try {
    const event = decodeURIComponent(name);
    if (event !== "") return event;
  } catch {
    // No event is called so.
  }
  throw new Problem("not-found", "nothing is kept under such a key");
};

/** The purges of one PoP, for whoever operates the edge. */
export const purgeRoutes = (app: StackApp, services: Services, pop: Pop, opsBearer: string): void => {
  app.post(
    "/edge/v1/purges",
    {
      onRequest: bearerHook(opsBearer),
      schema: {
        summary: "Have this PoP forget an event's island: softly, or at once",
        body: purgeRequestSchema,
        response: { 200: purgeResponseSchema, ...problems },
      },
    },
    async (request, reply) => {
      const { event: named, key = "", mode } = request.body;
      const event = named ?? eventOfKey(key);
      return { pop: pop.name, event, mode, ...orLater(reply, services.purges.at(pop, event, mode)) };
    },
  );
};

/** The purges of the whole edge by one call, for the operations listener. */
export const purgeEverywhereRoute = (app: StackApp, services: Services): void => {
  app.post(
    "/ops/v1/purges",
    {
      schema: {
        summary: "Have every PoP forget an event's island; all of them or none",
        body: purgeEverywhereRequestSchema,
        response: { 200: purgeEverywhereResponseSchema, ...problems },
      },
    },
    async (request, reply) => {
      const { event, mode } = request.body;
      if (services.islands.current(event) === null) throw new Problem("not-found");
      return { event, mode, pops: { ...orLater(reply, services.purges.everywhere(event, mode)) } };
    },
  );
};
