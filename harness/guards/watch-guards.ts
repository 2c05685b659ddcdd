import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { Guard } from "../../core/schema/guard.ts";
import { BLIND_READS, createGuard, type Reading, type Trip } from "./guard.ts";
import type { GuardPort } from "./guard-port.ts";
import { signalText } from "./guard-signal.ts";

export interface ReadPace {
  /** Wall milliseconds. */
  readonly everyMs: number;
  /** So many readings in a row that did not come are blindness. */
  readonly blindReads: number;
}

export const COUNTER_PACE: ReadPace = { everyMs: 500, blindReads: BLIND_READS };

export interface GuardClock {
  /** Monotonic milliseconds. */
  now(): number;
  /** Epoch milliseconds. */
  wall(): number;
  /** Calls once; returns what calls it off. */
  after(ms: number, call: () => void): () => void;
}

export interface GuardWatch {
  /** Reads no more. How often the target was asked, and did not tell. */
  stop(): { readonly reads: number; readonly unread: number };
}

const nodeGuardClock: GuardClock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

const faultOf = (guard: Guard, trip: Trip, since: string): FieldproofError => {
  const about = { guard: guard.name, signal: signalText(guard.signal), since };
  return trip.kind === "blind"
    ? new FieldproofError("FP-GUARD-002", { ...about, reads: trip.reads })
    : new FieldproofError("FP-GUARD-001", { ...about, value: Number(trip.value.toPrecision(4)), limit: guard.above });
};

/**
 * Reads the target's signals at a pace and calls `onTrip` once, with FP-GUARD-001 or -002 of the first guard that
 * trips. A read that has not come back by the next one counts as none; two are never under way at once.
 */
export function watchGuards(
  guards: readonly Guard[],
  port: GuardPort,
  onTrip: (fault: FieldproofError) => void,
  { everyMs, blindReads }: ReadPace = COUNTER_PACE,
  clock: GuardClock = nodeGuardClock,
): GuardWatch {
  const states = guards.map((guard) => ({ guard, state: createGuard(guard, blindReads) }));
  let reads = 0;
  let unread = 0;
  let over = states.length === 0;
  let asking = false;
  let cancel: () => void = () => undefined;

  const take = (reading: Reading): void => {
    if (over) return;
    reads += 1;
    if (reading === null) unread += 1;
    const atMs = clock.now();
    for (const { guard, state } of states) {
      const trip = state.take(reading, atMs);
      if (trip === null || over) continue;
      over = true;
      onTrip(faultOf(guard, trip, new Date(clock.wall() - (atMs - trip.sinceMs)).toISOString()));
    }
  };
  const ask = async (): Promise<void> => {
    asking = true;
    take(await port.read().catch(() => null));
    asking = false;
  };
  const tick = (): void => {
    if (over) return;
    cancel = clock.after(everyMs, tick);
    if (asking) take(null);
    else void ask();
  };
  tick();
  return {
    stop: () => {
      over = true;
      cancel();
      return { reads, unread };
    },
  };
}
