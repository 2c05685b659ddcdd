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

export function createWorstContacts(): WorstContacts {
  let kept: WorstContact[] = [];
  return {
    add: (record, replySimMs) => {
      const { clientContactId, intent } = record;
      kept.push({ clientContactId, intent, replySimMs, story: storyOf(record, replySimMs) });
      if (kept.length > MOST_WORST * 8) kept = sorted(kept).slice(0, MOST_WORST);
    },
    list: () => sorted(kept).slice(0, MOST_WORST),
  };
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

const sorted = (list: readonly WorstContact[]): WorstContact[] =>
  [...list].sort(
    (a, b) =>
      (b.replySimMs ?? Number.POSITIVE_INFINITY) - (a.replySimMs ?? Number.POSITIVE_INFINITY) ||
      (a.clientContactId < b.clientContactId ? -1 : 1),
  );
