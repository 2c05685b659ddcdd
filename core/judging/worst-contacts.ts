import type { ContactRecord } from "../schema/evidence.ts";

const MOST_WORST = 5;

export interface WorstContact {
  readonly clientContactId: string;
  readonly intent: string;
  /** Null for never. */
  readonly replySimMs: number | null;
  readonly story: string;
}

/** The contacts that waited longest, those never answered first; a bounded list whatever the drop's size. */
export interface WorstContacts {
  add(record: ContactRecord, replySimMs: number | null): void;
  list(): readonly WorstContact[];
}

/** @param toSec simulated seconds from T0 of a moment on the generator's clock */
export function createWorstContacts(toSec: (at: number) => number): WorstContacts {
  let kept: Kept[] = [];
  return {
    add: (record, replySimMs) => {
      kept.push({ record, replySimMs });
      if (kept.length > MOST_WORST * 8) kept = sorted(kept).slice(0, MOST_WORST);
    },
    // Told for those who stay only: of a million contacts five are.
    list: () =>
      sorted(kept)
        .slice(0, MOST_WORST)
        .map(({ record, replySimMs }) => ({
          ...{ clientContactId: record.clientContactId, intent: record.intent, replySimMs },
          story: `${storyOf(record, replySimMs)}; ${timelineOf(record, toSec)}`,
        })),
  };
}

interface Kept {
  readonly record: ContactRecord;
  readonly replySimMs: number | null;
}

function storyOf(record: ContactRecord, replySimMs: number | null): string {
  const first = record.seen.find((seen) => seen.author !== "system");
  const what =
    replySimMs !== null
      ? first?.right === true
        ? "answered"
        : "answered wrong"
      : record.contactId === null
        ? "never opened"
        : "no reply";
  const error = record.errors[0];
  return error === undefined ? what : `${what}; ${error.where}: ${error.code}`;
}

/** More moments than this are no help to who looks a contact up. */
const MOST_MOMENTS = 8;

/** `12.0 s question, 12.1 s with a person, 40.2 s left silently, 71.9 s agent`: what the customer sent and saw, in turn. */
function timelineOf(record: ContactRecord, toSec: (at: number) => number): string {
  const { sent, seen, handedOffAt, left } = record;
  const moments = [
    ...sent.map(({ at, purpose }) => ({ at, what: purpose })),
    ...(handedOffAt === null ? [] : [{ at: handedOffAt, what: "with a person" }]),
    ...seen.filter(({ author }) => author !== "system").map(({ at, author }) => ({ at, what: author })),
    ...(left === null ? [] : [{ at: left.at, what: left.silent ? "left silently" : "left" }]),
  ].sort((a, b) => a.at - b.at);
  const shown = moments.slice(0, MOST_MOMENTS).map(({ at, what }) => `${toSec(at).toFixed(1)} s ${what}`);
  return [...shown, ...(moments.length > MOST_MOMENTS ? [`${moments.length - MOST_MOMENTS} more`] : [])].join(", ");
}

const sorted = (list: readonly Kept[]): Kept[] =>
  [...list].sort(
    (a, b) =>
      (b.replySimMs ?? Number.POSITIVE_INFINITY) - (a.replySimMs ?? Number.POSITIVE_INFINITY) ||
      (a.record.clientContactId < b.record.clientContactId ? -1 : 1),
  );
