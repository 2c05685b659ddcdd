import { z } from "zod";
import { agentBoardSchema } from "../../core/schema/agent-board.ts";
import { agentHeadersSchema } from "../../core/schema/agent-wire.ts";
import { problemSchema } from "../../core/schema/wire.ts";
import type { StackApp } from "../http/app-base.ts";
import { bearerHook } from "../http/bearer.ts";
import { afterQuery, waitQuery } from "../http/query.ts";
import type { Services } from "../services.ts";
import { agentBoard } from "./agent-board.ts";
import { namedAgent } from "./agent-name.ts";

const problems = { 400: problemSchema, 401: problemSchema, 404: problemSchema };

/** What an agent at a screen looks at; the queue's own route is for those who take what comes. */
export const boardRoute = (app: StackApp, services: Services, bearer: string): void => {
  app.get(
    "/v1/agent/board",
    {
      onRequest: bearerHook(bearer),
      schema: {
        summary: "All that an agent's screen shows; waits for news",
        headers: agentHeadersSchema,
        querystring: z.object({ after: afterQuery, wait: waitQuery }),
        response: { 200: agentBoardSchema, ...problems },
      },
    },
    async (request, reply) => {
      const name = namedAgent(request.headers);
      // A name without a shift is told at once, not after the wait.
      services.shifts.held(name);
      const { after, wait } = request.query;
      await services.news.past(after, wait, (stop) => void reply.raw.once("close", stop));
      return agentBoard(services, name);
    },
  );
};
