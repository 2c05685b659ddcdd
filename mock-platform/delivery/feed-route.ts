import { z } from "zod";
import type { StackApp } from "../http/app-base.ts";
import { Problem } from "../http/problems.ts";
import { afterQuery, contactParams } from "../http/query.ts";
import type { Services } from "../services.ts";
import { feed } from "./feed.ts";

const feedQuery = z.object({ ticket: z.string().min(1).max(64), after: afterQuery });

const FEED = "/v1/contacts/:id/feed";

/** The feed: a WebSocket opened by a single-use ticket; without a good one there is no upgrade. */
export const feedRoute = (app: StackApp, services: Services, pop: string): void => {
  app.addHook("onRequest", async (request) => {
    // Else the plug-in would upgrade any route that lets the request in, only to close it.
    if (request.ws && request.routeOptions.url !== FEED) throw new Problem("bad-request", "there is no WebSocket here");
  });
  app.get(
    FEED,
    {
      websocket: true,
      schema: { summary: "Read on behind a message, by WebSocket", params: contactParams, querystring: feedQuery },
      preHandler: async (request) => {
        if (!request.ws) throw new Problem("upgrade-needed");
        // The schemas above made these: a WebSocket route has no typed hooks.
        const { id } = contactParams.parse(request.params);
        const { ticket } = z.object({ ticket: z.string() }).parse(request.query);
        if (!services.tickets.redeem(ticket, id)) throw new Problem("bad-ticket");
        // A ticket made before the withdrawal opens nothing after it.
        if (services.consents.find(services.desk.contact(id).consentId)?.withdrawn === true)
          throw new Problem("consent-withdrawn");
      },
    },
    (socket, request) =>
      feed(services.hub, services.scheduler, socket, {
        contactId: request.params.id,
        after: request.query.after,
        lifeMs: services.consents.validUntil(services.desk.contact(request.params.id).consentId) - services.clock.now(),
        onSent: (message) => services.messageStore.delivered(pop, [message], services.clock.now()),
      }),
  );
};
