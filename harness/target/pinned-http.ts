import { request as requestHttp, type IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import type { ErrorCode } from "../../core/errors/error-table.ts";
import type { Http, HttpRequest, HttpResponse } from "../../core/contract/ports.ts";
import { messageOf } from "../../core/errors/fieldproof-error.ts";
import type { AdmittedTarget } from "./admit-target.ts";
import { readBaseAddress } from "./base-address.ts";
import { pinnedLookup } from "./pins.ts";

/** An answer larger than this is no answer of a support desk. */
const LARGEST_BODY = 16_000_000;

/** The code under which a request to any other place is answered; nothing is sent then. */
const STRAY: ErrorCode = "FP-TARGET-018";

/**
 * The Http port for one admitted target: requests go to its places and to their pins only, carry its marker, and follow
 * no redirect; a 3xx comes back as what it is. A request to any other place comes back with status 0 and FP-TARGET-018.
 */
export const createPinnedHttp = (target: AdmittedTarget): Http => {
  const lookup = pinnedLookup(target.pins);
  const places = new Set(target.places.map(({ scheme, host, port }) => `${scheme} ${host} ${port}`));
  const { header, value } = target.file.syntheticMarker;
  return {
    send: async (request) => {
      // A backslash is a slash to some readers of URLs and a letter to others.
      const [, origin = ""] = /^([a-z]+:\/\/[^/?#\\]*)(?:[/?][\x21-\x5b\x5d-\x7e]*)?$/.exec(request.url) ?? [];
      const spelling = readBaseAddress(origin);
      const place = spelling.ok ? spelling.address : null;
      if (place === null || !places.has(`${place.scheme} ${place.host} ${place.port}`))
        return { status: 0, headers: {}, body: "", error: STRAY };
      const open = place.scheme === "https" ? requestHttps : requestHttp;
      return exchangeOver(open, request, { lookup, headers: { ...request.headers, [header]: value } });
    },
  };
};

const exchangeOver = (
  open: typeof requestHttp,
  { method, url, body, timeoutMs }: HttpRequest,
  options: { lookup: ReturnType<typeof pinnedLookup>; headers: Readonly<Record<string, string>> },
): Promise<HttpResponse> =>
  new Promise((resolve) => {
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
