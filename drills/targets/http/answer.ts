import type { HttpFindingCode } from "../../../core/contract/http-findings.ts";
import type { HttpResponse } from "../../../core/contract/ports.ts";
import type { HttpMapping } from "../../../core/schema/http-mapping.ts";
import type { CallMapping } from "../../../core/schema/http-request-mapping.ts";
import { retryAfterMs } from "../retry-after.ts";
import { readPointer } from "./pointer.ts";
import type { Value } from "./template.ts";

/** No answer of a support desk that one of these requests asks for is larger, in characters. */
export const MOST_BODY = 2_000_000;
/** Nobody is left alone for longer, whatever a Retry-After says; wall milliseconds. */
export const MOST_PAUSE_MS = 60_000;
/** Where a 429 says nothing. */
export const DEFAULT_PAUSE_MS = 5000;

export type Answer =
  | { readonly ok: true; readonly document: Value | undefined }
  | { readonly ok: false; readonly code: string; readonly retryAfterMs?: number };

const no = (code: HttpFindingCode): Answer => ({ ok: false, code });

const parsed = (text: string): { readonly value: Value } | null => {
  try {
    return { value: JSON.parse(text) as Value };
  } catch {
    return null;
  }
};

const isHtml = (response: HttpResponse): boolean =>
  /^\s*</.test(response.body) || /^text\/html\b/i.test(response.headers["content-type"] ?? "");

const isNothing = (value: Value | undefined): boolean =>
  value === undefined ||
  value === null ||
  value === false ||
  value === "" ||
  value === 0 ||
  (typeof value === "object" && Object.keys(value).length === 0);

/** A code is a word; sentences stay where they were said, since nobody knows what they hold. */
const CODE = /^[A-Za-z0-9._:~-]{1,60}$/;
/** Longer bodies of refusals are not looked into for a code. */
const MOST_PROBLEM = 64_000;

function refusal(response: HttpResponse, errors: HttpMapping["errors"]): Answer {
  const { status } = response;
  if (status >= 300 && status < 400) return no("redirect");
  const pause = retryAfterMs(response);
  if (status === 429) {
    if (pause === null) return { ok: false, code: "rate-limited-no-retry-after", retryAfterMs: DEFAULT_PAUSE_MS };
    return { ok: false, code: "rate-limited", retryAfterMs: Math.min(MOST_PAUSE_MS, pause) };
  }
  const problem = response.body.length > MOST_PROBLEM ? null : parsed(response.body);
  const told = problem === null ? undefined : readPointer(problem.value, errors?.code ?? "/code");
  const code = typeof told === "string" && CODE.test(told) ? told : `http-${status}`;
  return pause === null ? { ok: false, code } : { ok: false, code, retryAfterMs: Math.min(MOST_PAUSE_MS, pause) };
}

/**
 * The document of an answer, or the code of what is wrong with it.
 * @param wantsJson whether something is read from the body; a call of which nothing is read may be answered by any text
 *   but a page, which is what a login or an error would look like
 */
export function readAnswer(response: HttpResponse, errors: HttpMapping["errors"], wantsJson: boolean): Answer {
  const { status, body } = response;
  if (status === 0) return { ok: false, code: (response.error ?? "no-answer").slice(0, 80) };
  if (status < 200 || status > 299) return refusal(response, errors);
  if (body.length > MOST_BODY) return no("body-too-large");
  if (body.trim() === "") return wantsJson ? no("bad-json") : { ok: true, document: undefined };
  if (isHtml(response)) return no("html-for-json");
  const document = parsed(body);
  if (document === null) return wantsJson ? no("bad-json") : { ok: true, document: undefined };
  if (errors?.present !== undefined && !isNothing(readPointer(document.value, errors.present)))
    return no("error-in-200");
  return { ok: true, document: document.value };
}

/** The values that a call reads, by name; null when a pointer or a header misses. */
export function readValues(
  call: Pick<CallMapping, "read" | "readHeaders">,
  document: Value | undefined,
  headers: HttpResponse["headers"],
): Readonly<Record<string, Value>> | null {
  const found: Record<string, Value> = {};
  for (const [name, pointer] of Object.entries(call.read ?? {})) {
    const value = readPointer(document, pointer);
    if (value === undefined || value === null) return null;
    found[name] = value;
  }
  for (const [name, header] of Object.entries(call.readHeaders ?? {})) {
    const value = headers[header.toLowerCase()];
    if (value === undefined) return null;
    found[name] = value;
  }
  return found;
}
