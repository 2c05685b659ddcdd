import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { LookupFunction } from "node:net";
import type { HttpRequest, HttpResponse } from "../../core/contract/ports.ts";
import { messageOf } from "../../core/errors/fieldproof-error.ts";

/** An answer larger than this is no answer of a support desk. */
const LARGEST_BODY = 16_000_000;

/**
 * One request by Node's own client, answered as the Http port has it: it never throws and follows no redirect.
 * @param options lookup answers for the request's host; agent false takes a connection of its own
 */
export const exchange = (
  { method, url, body, timeoutMs }: HttpRequest,
  options: { lookup: LookupFunction; headers: Readonly<Record<string, string>>; agent?: false },
): Promise<HttpResponse> =>
  new Promise((resolve) => {
    const open = url.startsWith("https:") ? requestHttps : requestHttp;
    const failed = (error: unknown): void => {
      const code = error instanceof Error && "code" in error ? String(error.code) : messageOf(error);
      resolve({ status: 0, headers: {}, body: "", error: code.slice(0, 80) });
    };
    const signal = AbortSignal.timeout(Math.max(1, Math.round(timeoutMs)));
    const sent = open(url, { ...options, method, signal }, (response) => {
      bodyOf(response).then(
        (text) => resolve({ status: response.statusCode ?? 0, headers: headersOf(response), body: text }),
        failed,
      );
    });
    sent.once("error", failed);
    sent.end(body);
  });

const headersOf = (response: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]),
  );

async function bodyOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > LARGEST_BODY) throw new Error("the answer is too large");
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}
