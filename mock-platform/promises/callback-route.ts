import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { callbackResultSchema } from "../../core/schema/promise-wire.ts";
import { problemSchema } from "../../core/schema/wire.ts";
import type { StackApp } from "../http/app-base.ts";
import type { Services } from "../services.ts";

export const CALLBACK_PATH = "/v1/partner/callbacks";

const problems = { 400: problemSchema, 401: problemSchema, 404: problemSchema, 503: problemSchema };

/** Where the partner calls back. No bearer: the signature over the very bytes is what lets a callback in. */
export const callbackRoute = (app: StackApp, services: Services): void => {
  // A scope of its own: the body is wanted as it was signed, and parsed only after that.
  app.register((plain, _options, done) => {
    const scope = plain.withTypeProvider<ZodTypeProvider>();
    scope.removeContentTypeParser("application/json");
    scope.addContentTypeParser("application/json", { parseAs: "string" }, (_request, body, parsed) =>
      parsed(null, body),
    );
    scope.post(
      CALLBACK_PATH,
      {
        schema: {
          summary: "The partner's signed callbacks about cases",
          description: "Body: a CaseCallback as JSON, signed after Standard Webhooks 1.0.0 (v1, HMAC-SHA256).",
          response: { 200: callbackResultSchema, ...problems },
        },
      },
      async (request) => {
        const body = typeof request.body === "string" ? request.body : "";
        const { inbox } = services.promises;
        inbox.check(request.headers, body);
        return { result: await inbox.take(String(request.headers["webhook-id"]), body) };
      },
    );
    done();
  });
};
