import type { Abandonment } from "./abandonment.ts";

/** Abandonment with its denominators, since each system has its own and calls it by the same name. */
export interface AbandonmentRates {
  /** All contacts with a question, or handed over. */
  readonly offered: number;
  /** Of them, those for whom a person was asked. */
  readonly queued: number;
  /** Of the queued: an agent replied before the customer left. */
  readonly handled: number;
  /** Of the queued: left, or closed over, before an agent replied. */
  readonly abandoned: number;
  /** Of the abandoned: after less than the stated time. */
  readonly shortAbandoned: number;
  /** Of the queued: neither by the end of the watch. */
  readonly stillWaiting: number;
  readonly said: number;
  readonly silent: number;
  readonly closed: number;
  /** Left before any hand-off and without an answer; of `offered`, not of `queued`. */
  readonly abandonedUnqueued: number;
  /** abandoned / queued (Amazon Connect). Null without a queue. */
  readonly ofQueued: number | null;
  /** (abandoned - short) / (handled + abandoned - short) (Google CCAI). Null when nothing is left to divide by. */
  readonly ofEndedWithoutShort: number | null;
  /** (abandoned + abandonedUnqueued) / offered. Null without contacts. */
  readonly ofOffered: number | null;
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** Counts how waits ended. `shortMs`: who leaves sooner is a short abandon, stated apart. */
export const createAbandonmentRates = (shortMs: number): { add(one: Abandonment): void; rates(): AbandonmentRates } => {
  const counts = {
    offered: 0,
    queued: 0,
    handled: 0,
    abandoned: 0,
    shortAbandoned: 0,
    stillWaiting: 0,
    said: 0,
    silent: 0,
    closed: 0,
    abandonedUnqueued: 0,
  };
  return {
    add: ({ outcome, queued, waitedMs, how }) => {
      if (outcome === "no-question") return;
      counts.offered++;
      if (queued) counts.queued++;
      else if (outcome === "abandoned") counts.abandonedUnqueued++;
      if (!queued) return;
      if (outcome === "answered") counts.handled++;
      if (outcome === "waiting") counts.stillWaiting++;
      if (outcome !== "abandoned") return;
      counts.abandoned++;
      if (waitedMs < shortMs) counts.shortAbandoned++;
      if (how !== null) counts[how]++;
    },
    rates: () => {
      const long = counts.abandoned - counts.shortAbandoned;
      return {
        ...counts,
        ofQueued: share(counts.abandoned, counts.queued),
        ofEndedWithoutShort: share(long, counts.handled + long),
        ofOffered: share(counts.abandoned + counts.abandonedUnqueued, counts.offered),
      };
    },
  };
};
