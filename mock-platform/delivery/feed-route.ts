import { z } from "zod";
import type { StackApp } from "../http/app-base.ts";
import { Problem } from "../http/problems.ts";
import { afterQuery, contactParams } from "../http/query.ts";
import type { Services } from "../services.ts";
import { feed } from "./feed.ts";

const feedQuery = z.object({ ticket: z.string().min(1).max(64), after: afterQuery });

/** The feed: a WebSocket opened by a single-use ticket; without a good one there is no upgrade. */
export const feedRoute = (app: StackApp, services: Services): void => {
  app.get(
    "/v1/contacts/:id/feed",
    {
      websocket: true,
      schema: { params: contactParams, querystring: feedQuery },
      preHandler: async (request) => {
        // The schemas above made these: a WebSocket route has no typed hooks.
        const { id } = contactParams.parse(request.params);
        const { ticket } = z.object({ ticket: z.string() }).parse(request.query);
        if (!services.tickets.redeem(ticket, id)) throw new Problem("bad-ticket");
        services.desk.contact(id);
      },
    },
    (socket, request) => feed(services.hub, socket, request.params.id, request.query.after),
  );
};
