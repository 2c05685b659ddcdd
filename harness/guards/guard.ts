import type { Guard } from "../../core/schema/guard.ts";

export type Reading = Readonly<Record<string, number>> | null;

/** That a guard has tripped; `sinceMs` on the clock of the readings. */
export type Trip =
  | { readonly kind: "above"; readonly value: number; readonly sinceMs: number }
  | { readonly kind: "blind"; readonly reads: number; readonly sinceMs: number };

export interface GuardState {
  /** One reading at `atMs`, later than the one before. A guard that has tripped says so again each time. */
  take(reading: Reading, atMs: number): Trip | null;
}

/** Counters are read twice a second: three seconds. */
export const BLIND_READS = 6;

interface Sums {
  readonly atMs: number;
  readonly part: number;
  readonly whole: number;
}

/**
 * What one guard makes of its readings. A counter has to be above the limit at every reading for the whole time; a rate
 * and a ratio are taken over that time. A counter that the target does not name is unread, never nought.
 */
export function createGuard(
  { signal, above, forWallSec, whenBlind }: Guard,
  blindReads: number = BLIND_READS,
): GuardState {
  const forMs = forWallSec * 1000;
  let unread = 0;
  let unreadSinceMs = 0;
  let aboveSinceMs: number | null = null;
  let window: Sums[] = [];
  let tripped: Trip | null = null;

  const blind = (atMs: number): Trip | null => {
    if (unread === 0) unreadSinceMs = atMs;
    unread += 1;
    return whenBlind === "trip" && unread >= blindReads
      ? { kind: "blind", reads: unread, sinceMs: unreadSinceMs }
      : null;
  };
  const level = (value: number, atMs: number): Trip | null => {
    if (value <= above) {
      aboveSinceMs = null;
      return null;
    }
    aboveSinceMs ??= atMs;
    return atMs - aboveSinceMs >= forMs ? { kind: "above", value, sinceMs: aboveSinceMs } : null;
  };
  const growth = (now: Sums): Trip | null => {
    const last = window.at(-1);
    // Counters only grow: less than before means that the target began anew.
    if (last !== undefined && (now.part < last.part || now.whole < last.whole)) window = [];
    window.push(now);
    // The last reading at or before the beginning of the time, and all since.
    const from = window.findLastIndex(({ atMs }) => now.atMs - atMs >= forMs);
    if (from === -1) return null;
    window = window.slice(from);
    const [first = now] = window;
    const whole = signal.ratio === undefined ? (now.atMs - first.atMs) / 1000 : now.whole - first.whole;
    if (whole <= 0) return null;
    const value = (now.part - first.part) / whole;
    return value > above ? { kind: "above", value, sinceMs: first.atMs } : null;
  };
  return {
    take: (reading, atMs) => {
      if (tripped !== null) return tripped;
      const { counter, rate, ratio, hook } = signal;
      const isLevel = counter !== undefined || hook !== undefined;
      const part = sumOf(reading, ratio?.part ?? [counter ?? hook ?? rate ?? ""]);
      const whole = ratio === undefined ? 0 : sumOf(reading, ratio.whole);
      if (part === null || whole === null) tripped = blind(atMs);
      else {
        unread = 0;
        tripped = isLevel ? level(part, atMs) : growth({ atMs, part, whole });
      }
      return tripped;
    },
  };
}

/** Null when one of the numbers is not there. */
function sumOf(reading: Reading, names: readonly string[]): number | null {
  if (reading === null) return null;
  let sum = 0;
  for (const name of names) {
    const value = Object.hasOwn(reading, name) ? reading[name] : undefined;
    if (value === undefined || !Number.isFinite(value)) return null;
    sum += value;
  }
  return sum;
}
