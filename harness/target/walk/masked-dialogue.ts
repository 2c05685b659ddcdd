import type { RecordedExchange } from "../../../core/schema/http-dialogue.ts";
import { type Exchange, pathOf } from "./recording-http.ts";

export const MASKED = "***";
/** A masked value that went into an address or a form again, as it does in a replay. */
const ENCODED_MASK = MASKED.replaceAll("*", "%2A");

export const withPlainMasks = (text: string): string => text.replaceAll(ENCODED_MASK, MASKED);

/** Headers whose values are proofs of who asks, whatever they hold. */
const SECRET_HEADERS = /^(authorization|proxy-authorization|dpop|x-api-key)$/i;
const COOKIE_HEADERS = /^(cookie|set-cookie)$/i;

/** A larger body says nothing more to a person, and fills a disk. */
const MOST_BODY = 256_000;

/** Cookies with their names and attributes, their values hidden. */
const maskedCookies = (text: string): string =>
  text.replace(/(^|[;,]\s*)([!#$%&'*+.^_`|~0-9A-Za-z-]+)=([^;,]*)/g, (whole, before: string, name: string) =>
    /^(path|domain|expires|max-age|samesite|secure|httponly|priority|partitioned)$/i.test(name)
      ? whole
      : `${before}${name}=${MASKED}`,
  );

const maskedHeaders = (
  headers: Readonly<Record<string, string>>,
  clean: (text: string) => string,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      if (SECRET_HEADERS.test(name)) return [name, MASKED];
      return [name, clean(COOKIE_HEADERS.test(name) ? maskedCookies(value) : value)];
    }),
  );

/** An exchange as it may be shown and kept: `clean` takes out what is known to be secret. */
export const maskedExchange = ({ request, response }: Exchange, clean: (text: string) => string): RecordedExchange => ({
  request: {
    method: request.method,
    path: withPlainMasks(clean(pathOf(request.url))),
    headers: maskedHeaders(request.headers, clean),
    ...(request.body === undefined ? {} : { body: withPlainMasks(clean(request.body)) }),
  },
  response: {
    status: response.status,
    headers: maskedHeaders(response.headers, clean),
    body: clean(response.body).slice(0, MOST_BODY),
    ...(response.error === undefined ? {} : { error: clean(response.error) }),
  },
});
