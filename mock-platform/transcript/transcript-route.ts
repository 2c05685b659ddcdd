import { z } from "zod";
import { transcriptPageSchema, transcriptQuerySchema } from "../../core/schema/transcript-wire.ts";
import { problemSchema } from "../../core/schema/wire.ts";
import type { StackApp } from "../http/app-base.ts";
import type { Services } from "../services.ts";

const eventParams = z.strictObject({ event: z.string().min(1).max(64) });

/** The public transcript, for anyone. */
export const transcriptRoute = (app: StackApp, services: Services): void => {
  app.get(
    "/v1/events/:event/transcript",
    {
      schema: {
        summary: "The public transcript, page by page",
        params: eventParams,
        querystring: transcriptQuerySchema,
        response: { 200: transcriptPageSchema, 400: problemSchema, 404: problemSchema },
      },
    },
    async (request, reply) => {
      // What was withdrawn or taken away must be gone at the next look.
      reply.header("cache-control", "no-store");
      return services.transcript.page(request.params.event, request.query);
    },
  );
};
