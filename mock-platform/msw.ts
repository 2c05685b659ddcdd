import type { InjectOptions } from "fastify";
import { type HttpHandler, HttpResponse, http } from "msw/http";
import { type InProcessOptions, type InProcessStack, openInProcessStack } from "./in-process-stack.ts";
import type { StackApp } from "./http/app-base.ts";

export interface MockedStack extends InProcessStack {
  /** For `setupServer(...handlers)` of msw: every address of the stack, and nothing else. */
  readonly handlers: readonly HttpHandler[];
}

/** Statuses whose answers have no body (RFC 9110 section 15). */
const BODILESS = new Set([204, 205, 304]);
/** Headers of one hop, which say nothing of what comes out of `inject`. */
const HOP_HEADERS = new Set(["connection", "keep-alive", "transfer-encoding"]);

const injection = async (request: Request): Promise<InjectOptions> => {
  const { host, pathname, search } = new URL(request.url);
  const body = Buffer.from(await request.arrayBuffer());
  return {
    method: request.method as NonNullable<InjectOptions["method"]>,
    url: `${pathname}${search}`,
    headers: { ...Object.fromEntries(request.headers), host },
    ...(body.length === 0 ? {} : { payload: body }),
    // A customer who gives up a long poll is gone for the stack too.
    signal: request.signal,
  };
};

const answerOf = async (app: StackApp, request: Request): Promise<Response> => {
  const answer = await app.inject(await injection(request)).catch((error: unknown) => {
    if (request.signal.aborted) return null;
    throw error;
  });
  // Nobody is there to read it.
  if (answer === null) return HttpResponse.error();
  const { statusCode, headers, rawPayload } = answer;
  const kept = Object.entries(headers).filter(([name]) => !HOP_HEADERS.has(name));
  const pairs = kept.flatMap(([name, value]): [string, string][] =>
    [value ?? []].flat().map((one) => [name, String(one)]),
  );
  return new HttpResponse(BODILESS.has(statusCode) ? null : new Uint8Array(rawPayload), {
    status: statusCode,
    headers: pairs,
  });
};

/**
 * The reference stack as msw request handlers, for tests of what talks to it: its own routes and rules on a log in
 * memory, with nothing listening. The feed is a WebSocket and is not among them; the long poll carries the same items.
 * Close it when the tests are over: that ends open polls.
 */
export const mockReferenceStack = async (options: InProcessOptions = {}): Promise<MockedStack> => {
  const stack = await openInProcessStack(options);
  const handlers = Object.entries(stack.addresses).map(([name, address]) => {
    const app = stack.apps[name as keyof typeof stack.apps];
    return http.all(`${address}/*`, ({ request }) => answerOf(app, request));
  });
  return { ...stack, handlers };
};
