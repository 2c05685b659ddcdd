import fastifyWebsocket from "@fastify/websocket";
import type { FastifyBaseLogger } from "fastify";
import { agentAttachmentRoute, attachmentRoute } from "./attachments/attachment-routes.ts";
import { consentRoutes } from "./consent/consent-routes.ts";
import { sessionRoutes } from "./consent/session-routes.ts";
import { feedRoute } from "./delivery/feed-route.ts";
import { messageRoutes } from "./delivery/message-routes.ts";
import { agentRoutes } from "./desk/agent-routes.ts";
import { boardRoute } from "./desk/board-route.ts";
import { changeRoutes } from "./desk/change-routes.ts";
import { handoverRoutes } from "./desk/handover-routes.ts";
import { edgeRoutes } from "./edge/edge-routes.ts";
import type { Pop } from "./edge/pop.ts";
import { purgeRoutes } from "./edge/purge-routes.ts";
import { createApp, type StackApp } from "./http/app-base.ts";
import { bearerHook } from "./http/bearer.ts";
import { hostHook } from "./http/host-check.ts";
import { originRoutes } from "./knowledge/origin-routes.ts";
import { opsRoutes } from "./operations/ops-routes.ts";
import { callbackRoute } from "./promises/callback-route.ts";
import { followUpRoutes, promiseRoutes } from "./promises/promise-routes.ts";
import type { FulfilmentPartner } from "./partner/fulfilment-partner.ts";
import { partnerRoutes } from "./partner/partner-routes.ts";
import type { Services } from "./services.ts";
import { transcriptRoute } from "./transcript/transcript-route.ts";
import { agentPages, customerPages } from "./web/web-routes.ts";

export interface AppParts {
  readonly services: Services;
  readonly logger: FastifyBaseLogger;
  readonly checkAnswers?: boolean;
}

/** A customer sends nothing over the feed. */
const MOST_FRAME_BYTES = 1024;

/** Of the benign control `slow-pop`; wall milliseconds. */
const SLOW_POP_MS = 150;

const newApp = ({ services, logger, checkAnswers = false }: AppParts, title: string): StackApp =>
  createApp({ title, version: services.version, logger, meter: services.meter, checkAnswers });

/** One PoP: the customer API, the edge's own routes and the customers' pages. `origins` are the addresses that proofs may name. */
export const createPopApp = (
  parts: AppParts,
  pop: Pop,
  opsBearer: string,
  origins: () => readonly string[],
): StackApp => {
  const app = newApp(parts, `Fieldproof reference stack: ${pop.name}`);
  app.decorateRequest("session", null);
  app.register(fastifyWebsocket, {
    options: { maxPayload: MOST_FRAME_BYTES, perMessageDeflate: false },
    errorHandler: (error, socket) => {
      // What a customer's connection does wrong has a code, ends that connection and is no news for the log.
      if ("code" in error) return;
      parts.logger.error({ err: { message: error.message, stack: error.stack } }, "a feed failed");
      socket.terminate();
    },
  });
  if (pop.name === "pop-b" && parts.services.defects.strikes("slow-pop"))
    app.addHook("onRequest", (_request, _reply, done) => void parts.services.scheduler.after(SLOW_POP_MS, done));
  app.after(() => {
    edgeRoutes(app, parts.services, pop);
    purgeRoutes(app, parts.services, pop, opsBearer);
    consentRoutes(app, parts.services, pop, origins);
    sessionRoutes(app, parts.services, pop, origins);
    messageRoutes(app, parts.services, pop.name, origins);
    feedRoute(app, parts.services, pop.name);
    attachmentRoute(app, parts.services, origins);
    transcriptRoute(app, parts.services);
    followUpRoutes(app, parts.services, origins);
    customerPages(app, parts.services, pop);
  });
  return app;
};

/** The origin: the desk's agent API and the islands' source, for holders of the agents' bearer; and the desk's page. */
export const createOriginApp = (parts: AppParts, bearer: string): StackApp => {
  const app = newApp(parts, "Fieldproof reference stack: origin");
  app.after(() => {
    agentRoutes(app, parts.services, bearer);
    handoverRoutes(app, parts.services, bearer);
    changeRoutes(app, parts.services, bearer);
    agentAttachmentRoute(app, parts.services, bearer);
    boardRoute(app, parts.services, bearer);
    promiseRoutes(app, parts.services, bearer);
    callbackRoute(app, parts.services);
    originRoutes(app, parts.services, bearer);
    agentPages(app);
  });
  return app;
};

/** The fulfilment partner: a service of its own that knows nothing of the desk. */
export const createPartnerApp = (parts: AppParts, partner: FulfilmentPartner): StackApp => {
  const app = newApp(parts, "Fieldproof reference stack: partner");
  app.after(() => partnerRoutes(app, partner, parts.services.partnerBearer));
  return app;
};

/** The operations listener: bearer per run, and only for the hosts that it listens on. */
export const createOpsApp = (parts: AppParts, bearer: string, hosts: () => readonly string[]): StackApp => {
  const app = newApp(parts, "Fieldproof reference stack: operations");
  app.addHook("onRequest", hostHook(hosts));
  app.addHook("onRequest", bearerHook(bearer));
  app.after(() => opsRoutes(app, parts.services));
  return app;
};
