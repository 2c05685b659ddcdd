import { plainCanonical } from "../../core/trust/plain-canonical.ts";
import type { EventDraft } from "./event-store.ts";

/** A draft as it goes to the log's thread: text, which is quicker to hand over than what it says. */
export interface DraftText {
  /** RFC 8785 text of the entry with neither its index nor its `prev`; else JSON of time, kind, subject and body. */
  readonly event: string;
  /** Where in `event` the index and `prev` belong; null: `event` is JSON, and its canonical form is still to be made. */
  readonly gaps: readonly [index: number, prev: number] | null;
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

/** What JSON writes as it is, between quotes. */
const SIMPLE = /^[ !#-[\]-~]*$/;

/** A copy by its nature: what the caller changes afterwards is not in it. @throws TypeError for what is no JSON */
export function draftText(draft: EventDraft): DraftText {
  const { custody } = draft;
  if (!isData(custody)) throw new TypeError("it holds something that is not data");
  return { ...eventText(draft), custody: custody === undefined ? null : JSON.stringify(custody) };
}

function eventText({ at, kind, subject, body }: EventDraft): Pick<DraftText, "event" | "gaps"> {
  const text = Number.isFinite(at) && SIMPLE.test(kind) && SIMPLE.test(subject) ? plainCanonical(body) : null;
  if (text !== null) {
    const before = `{"at":${at},"body":${text},"index":`;
    const between = `,"kind":"${kind}","prev":"`;
    return {
      event: `${before}${between}","subject":"${subject}"}`,
      gaps: [before.length, before.length + between.length],
    };
  }
  if (!isData(at) || !isData(body)) throw new TypeError("it holds something that is not data");
  return { event: JSON.stringify({ at, kind, subject, body }), gaps: null };
}
