import type { HttpResponse } from "../../core/contract/ports.ts";
import { type PartnerCase, partnerCaseSchema } from "../../core/schema/partner-wire.ts";

/** Why an attempt brought nothing that can be used. */
export const CALL_FAILURES = [
  "time-out",
  "cut",
  "garbage",
  "error-inside",
  "other-matter",
  "server-error",
  "rejected",
  "breaker-open",
  "bulkhead-full",
] as const;
export type CallFailure = (typeof CALL_FAILURES)[number];

export type CallAnswer =
  | { readonly kind: "case"; readonly case: PartnerCase }
  /** A read of a case that the partner does not know. */
  | { readonly kind: "unknown" }
  | { readonly kind: "refused"; readonly retryAfterMs: number | null }
  | { readonly kind: "failed"; readonly why: CallFailure };

const failed = (why: CallFailure): CallAnswer => ({ kind: "failed", why });

/** Retry-After in wall milliseconds: seconds or a date (RFC 9110 section 10.2.3); null where it says neither. */
export const retryAfterMs = (text: string | undefined, nowMs: number): number | null => {
  if (text === undefined) return null;
  if (/^\d{1,6}$/.test(text)) return Number(text) * 1000;
  const at = /^[A-Z][a-z]{2}, /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
};

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

/** A case that says of itself what no case can be is no answer, either. */
const isWhole = ({ state, outcome, settledAt }: PartnerCase): boolean =>
  state === "settled" ? outcome !== null && settledAt !== null : outcome === null && settledAt === null;

const caseOf = (body: string, caseId: string): CallAnswer => {
  const said = parsed(body);
  if (typeof said !== "object" || said === null) return failed("garbage");
  const { data, success } = partnerCaseSchema.safeParse(said);
  if (!success) return failed("error" in said || "code" in said ? "error-inside" : "garbage");
  if (data.caseId !== caseId) return failed("other-matter");
  return isWhole(data) ? { kind: "case", case: data } : failed("garbage");
};

/**
 * What one exchange about `caseId` brought. Believes nothing that does not hold: a 200 counts for as much as its body,
 * half a body for nothing, and another matter's case is a failure.
 */
export const answerOf = (
  { status, headers, body, error }: HttpResponse,
  wanted: { readonly caseId: string; readonly matterId: string; readonly isRead: boolean },
  nowMs: number,
): CallAnswer => {
  if (status === 0) return failed(error === "timeout" ? "time-out" : "cut");
  if (status === 200 || status === 201) {
    const answer = caseOf(body, wanted.caseId);
    return answer.kind === "case" && answer.case.matterId !== wanted.matterId ? failed("other-matter") : answer;
  }
  if (status === 404 && wanted.isRead) return { kind: "unknown" };
  if (status === 429 || status === 503)
    return { kind: "refused", retryAfterMs: retryAfterMs(headers["retry-after"], nowMs) };
  return failed(status >= 500 ? "server-error" : "rejected");
};
