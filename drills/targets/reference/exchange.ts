import type { Http, HttpRequest, HttpResponse } from "../../../core/contract/ports.ts";
import type { Outcome } from "../../../core/contract/target.ts";
import { retryAfterMs } from "../retry-after.ts";

/** A parsed JSON object, or null when the text is none. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** The `code` of an RFC 9457 problem, or what stands for it when the body is no problem. */
export function problemCode(response: HttpResponse): string {
  if (response.status === 0) return response.error ?? "no-answer";
  const code = parseObject(response.body)?.["code"];
  return typeof code === "string" ? code.slice(0, 80) : `http-${response.status}`;
}

/**
 * Sends one request and parses the answer. `read` returns null when the body is not what the wire contract says;
 * that is a fault of its own (`bad-body`), never a success. So is a body that is no JSON object; an answer without
 * content (204) is an empty one.
 */
export async function exchange<T>(
  http: Http,
  where: string,
  request: HttpRequest,
  read: (body: Readonly<Record<string, unknown>>, response: HttpResponse) => T | null,
): Promise<Outcome<T>> {
  const response = await http.send(request);
  if (response.status < 200 || response.status > 299) {
    const pause = retryAfterMs(response);
    const fault = { where, status: response.status, code: problemCode(response) };
    return { ok: false, fault: pause === null ? fault : { ...fault, retryAfterMs: pause } };
  }
  const body = response.status === 204 ? {} : parseObject(response.body);
  const value = body === null ? null : read(body, response);
  if (value === null) return { ok: false, fault: { where, status: response.status, code: "bad-body" } };
  return { ok: true, value };
}
