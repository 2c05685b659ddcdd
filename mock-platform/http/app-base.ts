import fastifySwagger from "@fastify/swagger";
import Fastify, { type FastifyBaseLogger, LogController } from "fastify";
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import type { HttpMeter } from "./http-meter.ts";
import { answerClientError } from "./client-errors.ts";
import { answerError, answerNotFound } from "./error-handler.ts";
import { openApiTransforms } from "./wire-components.ts";

/** A text of 64 KiB may take six times that in JSON escapes. */
export const MOST_BODY_BYTES = 400 * 1024;
const MOST_HEADER_BYTES = 16 * 1024;
const KEEP_ALIVE_MS = 75_000;

export interface AppOptions {
  readonly title: string;
  readonly version: string;
  readonly logger: FastifyBaseLogger;
  readonly meter: HttpMeter;
  /** Checks each answer against its schema before it goes out, for tests; else types alone hold it. */
  readonly checkAnswers?: boolean;
}

/** A Fastify app with the stack's manners: zod in and out, RFC 9457 problems, no log line per request. */
export const createApp = (options: AppOptions) => {
  const app = Fastify({
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MOST_BODY_BYTES,
    keepAliveTimeout: KEEP_ALIVE_MS,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 128 },
    http: { maxHeaderSize: MOST_HEADER_BYTES },
    clientErrorHandler: answerClientError,
    frameworkErrors: answerError,
  }).withTypeProvider<ZodTypeProvider>();
  // Fastify's own second format; here a body is JSON or it is refused.
  app.removeContentTypeParser("text/plain");
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(options.checkAnswers === true ? serializerCompiler : () => JSON.stringify);
  app.setErrorHandler(answerError);
  app.setNotFoundHandler(answerNotFound);
  app.register(fastifySwagger, {
    openapi: { openapi: "3.1.0", info: { title: options.title, version: options.version } },
    ...openApiTransforms,
  });
  app.addHook("onResponse", (_request, reply, done) => {
    options.meter.count(reply.statusCode);
    done();
  });
  return app;
};

export type StackApp = ReturnType<typeof createApp>;
