import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import { isFieldproofError } from "../../core/errors/fieldproof-error.ts";
import { Problem, type ProblemCode } from "./problems.ts";

const BY_FASTIFY_CODE: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: "too-large",
  FST_ERR_CTP_INVALID_JSON_BODY: "bad-json",
  FST_ERR_CTP_EMPTY_JSON_BODY: "bad-json",
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: "bad-request",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "wrong-media-type",
};

/** All faults of one request at once, by path; values are never repeated. */
const faultsOf = (error: FastifyError): string | undefined =>
  hasZodFastifySchemaValidationErrors(error)
    ? error.validation
        .map(({ instancePath, message }) => `${instancePath || "/"}: ${message ?? "not valid"}`)
        .join("; ")
        .slice(0, 1000)
    : undefined;

const problemOf = (error: FastifyError): Problem => {
  if (error instanceof Problem) return error;
  if (isFieldproofError(error)) return new Problem("log-unavailable");
  const known = BY_FASTIFY_CODE[error.code];
  if (known !== undefined) return new Problem(known);
  if (hasZodFastifySchemaValidationErrors(error)) return new Problem("bad-request", faultsOf(error));
  const status = error.statusCode ?? 500;
  return new Problem(status === 503 ? "closing" : status >= 400 && status < 500 ? "bad-request" : "internal");
};

const send = (reply: FastifyReply, problem: Problem): FastifyReply => {
  reply.serializer(JSON.stringify);
  return reply.code(problem.status).type("application/problem+json").send(problem.body());
};

/** Turns everything thrown into an RFC 9457 answer; only what nobody foresaw is logged as an error. */
export const answerError = (error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const problem = problemOf(error);
  if (problem.code === "internal" || problem.code === "log-unavailable") {
    request.log.error(
      { err: { message: error.message, stack: error.stack }, route: request.routeOptions.url },
      problem.message,
    );
  }
  return send(reply, problem);
};

export const answerNotFound = (_request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  send(reply, new Problem("not-found"));
