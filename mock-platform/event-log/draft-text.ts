import type { EventDraft } from "./event-store.ts";

/** A draft as it goes to the log's thread: text, which is quicker to hand over than what it says. */
export interface DraftText {
  /** JSON of time, kind, subject and body. */
  readonly event: string;
  /** JSON of what is kept beside the entry; null for nothing. */
  readonly custody: string | null;
}

const isData = (value: unknown): boolean => {
  if (value === null || value === undefined || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object") return false;
  if (Array.isArray(value)) return value.every(isData);
  const prototype = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && Object.values(value).every(isData);
};

/** A copy by its nature: what the caller changes afterwards is not in it. @throws TypeError for what is no JSON */
export function draftText({ at, kind, subject, body, custody }: EventDraft): DraftText {
  if (!isData(at) || !isData(body) || !isData(custody)) throw new TypeError("it holds something that is not data");
  return {
    event: JSON.stringify({ at, kind, subject, body }),
    custody: custody === undefined ? null : JSON.stringify(custody),
  };
}
