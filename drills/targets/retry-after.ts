import type { HttpResponse } from "../../core/contract/ports.ts";

/** Wall milliseconds of a Retry-After in seconds or as a date (RFC 9110 section 10.2.3); null when there is none. */
export function retryAfterMs(response: HttpResponse): number | null {
  const text = response.headers["retry-after"]?.trim() ?? "";
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  // A date counts from the target's own clock: ours may be off.
  const ms = Date.parse(text) - Date.parse(response.headers["date"] ?? "");
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}
