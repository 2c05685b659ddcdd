import type { FastifyReply } from "fastify";
import { z } from "zod";
import { eventCardSchema } from "../../core/schema/event-card.ts";
import { problemSchema } from "../../core/schema/wire.ts";
import type { Pop } from "../edge/pop.ts";
import type { StackApp } from "../http/app-base.ts";
import { Problem } from "../http/problems.ts";
import type { Services } from "../services.ts";
import { ASSET_HEADERS, PAGE_HEADERS } from "./page-headers.ts";
import { deskPage } from "./desk-page.ts";
import { eventCard } from "./event-card.ts";
import { streamPage } from "./stream-page.ts";
import { transcriptPage } from "./transcript-page.ts";
import { webAssets } from "./web-assets.ts";

const eventParams = z.strictObject({ event: z.string().min(1).max(64) });
/** Pages are for people: the contract of the API does not list them. */
const hide = { hide: true } as const;

const sendPage = (reply: FastifyReply, page: string): FastifyReply =>
  reply.headers(PAGE_HEADERS).type("text/html; charset=utf-8").serializer(String).send(page);

const assetRoute = (app: StackApp): void => {
  app.get(
    "/assets/:name",
    { schema: { ...hide, params: z.strictObject({ name: z.string().min(1).max(128) }) } },
    async (request, reply) => {
      const asset = (await webAssets()).files.get(`/assets/${request.params.name}`);
      if (asset === undefined) throw new Problem("not-found");
      return reply.headers(ASSET_HEADERS).type(asset.type).send(asset.body);
    },
  );
};

/** What customers open at a PoP: the stream page with the event's card behind it, and the public transcript. */
export const customerPages = (app: StackApp, services: Services, pop: Pop): void => {
  const stream = async (event: string, reply: FastifyReply): Promise<FastifyReply> => {
    const { card, answers } = await eventCard(services, pop, event);
    return sendPage(reply, streamPage({ card, answers, pop: pop.name, assets: await webAssets() }));
  };
  assetRoute(app);
  app.get("/", { schema: hide }, (_request, reply) => stream(services.event, reply));
  app.get("/events/:event", { schema: { ...hide, params: eventParams } }, (request, reply) =>
    stream(request.params.event, reply),
  );
  app.get("/events/:event/transcript", { schema: { ...hide, params: eventParams } }, async (request, reply) => {
    const { event } = request.params;
    if (event !== services.event) throw new Problem("not-found");
    return sendPage(reply, transcriptPage(event, pop.name, await webAssets()));
  });
  app.get(
    "/v1/events/:event",
    {
      schema: {
        summary: "What the event's page shows",
        params: eventParams,
        response: { 200: eventCardSchema, 404: problemSchema },
      },
    },
    async (request, reply) => {
      reply.header("cache-control", "no-store");
      return (await eventCard(services, pop, request.params.event)).card;
    },
  );
};

/** What agents open at the origin: the desk. The page itself is no secret; all it shows comes by the desk's key. */
export const agentPages = (app: StackApp): void => {
  assetRoute(app);
  app.get("/desk", { schema: hide }, async (_request, reply) => sendPage(reply, deskPage(await webAssets())));
};
