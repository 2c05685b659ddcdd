import { expect, test } from "vitest";
import { type Guard, type GuardSignal, guardSchema } from "../../core/schema/guard.ts";
import { BLIND_READS, createGuard, type Reading } from "./guard.ts";

const aGuard = (signal: GuardSignal, part: Partial<Guard> = {}): Guard =>
  guardSchema.parse({ name: "g", signal, above: 10, forWallSec: 2, ...part });

/** Hands over a reading each half second, from 0 on; returns when it first tripped, in ms, and how. */
const played = (guard: Guard, readings: readonly Reading[]) => {
  const state = createGuard(guard);
  for (const [index, reading] of readings.entries()) {
    const trip = state.take(reading, index * 500);
    if (trip !== null) return { atMs: index * 500, ...trip };
  }
  return null;
};
const depth = (...values: readonly (number | null)[]): Reading[] =>
  values.map((value) => (value === null ? null : { depth: value }));

test("a counter trips when it was above for the whole time, and not at the limit", () => {
  const guard = aGuard({ counter: "depth" });
  expect(played(guard, depth(10, 10, 10, 10, 10, 10, 10))).toBeNull();
  expect(played(guard, depth(1, 11, 12, 13, 14, 15))).toEqual({ atMs: 2500, kind: "above", value: 15, sinceMs: 500 });
  expect(played(guard, depth(11, 11, 11, 11, 10, 11, 11, 11, 11))).toBeNull();
});

test("a reading that is missing ends no excess, and is none by itself", () => {
  const guard = aGuard({ counter: "depth" });
  expect(played(guard, depth(11, null, null, null, 11))).toMatchObject({ atMs: 2000, sinceMs: 0 });
  expect(played(guard, depth(1, null, null, null, 1))).toBeNull();
});

test("a rate is what was added per second over the time", () => {
  const guard = aGuard({ rate: "sent" });
  const sent = (...values: number[]): Reading[] => values.map((value) => ({ sent: value }));
  expect(played(guard, sent(0, 5, 10, 15, 20, 25, 30))).toBeNull();
  expect(played(guard, sent(0, 5, 10, 15, 21))).toEqual({ atMs: 2000, kind: "above", value: 10.5, sinceMs: 0 });
  // A burst of one reading is no rate of two seconds.
  expect(played(guard, sent(0, 0, 19, 19, 19, 19, 19))).toBeNull();
});

test("a target that began anew has a new time to fill", () => {
  const guard = aGuard({ rate: "sent" });
  const sent = [1000, 1000, 1000, 0, 30, 60, 90, 120].map((value) => ({ sent: value }));
  expect(played(guard, sent)).toMatchObject({ atMs: 3500, value: 60 });
});

test("a ratio is of what was added, and nothing of nothing is none", () => {
  const guard = aGuard({ ratio: { part: ["bad"], whole: ["good", "bad"] } }, { above: 0.05 });
  const shares = (...pairs: readonly [number, number][]): Reading[] => pairs.map(([bad, good]) => ({ bad, good }));
  const still: [number, number] = [900, 100];
  expect(played(guard, shares(still, still, still, still, still, still))).toBeNull();
  expect(played(guard, shares([0, 0], [1, 24], [2, 48], [3, 72], [5, 95]))).toBeNull();
  expect(played(guard, shares([0, 0], [1, 24], [2, 48], [3, 72], [6, 94]))).toMatchObject({ atMs: 2000, value: 0.06 });
});

test("a counter that is not told is blindness, not nought", () => {
  const reads = Array.from({ length: 20 }, () => ({ other: 1 }));
  const blind = { kind: "blind", reads: BLIND_READS, sinceMs: 0, atMs: (BLIND_READS - 1) * 500 };
  expect(played(aGuard({ counter: "depth" }), reads)).toEqual(blind);
  expect(played(aGuard({ rate: "depth" }), reads)).toEqual(blind);
  expect(played(aGuard({ ratio: { part: ["other"], whole: ["depth"] } }), reads)).toEqual(blind);
  expect(played(aGuard({ counter: "toString" }), reads)).toEqual(blind);
  expect(played(aGuard({ counter: "depth" }, { whenBlind: "ignore" }), reads)).toBeNull();
});

test("sight that comes back in time is no blindness", () => {
  const dark = Array.from({ length: BLIND_READS - 1 }, () => null);
  expect(played(aGuard({ counter: "depth" }), depth(...dark, 1, ...dark, 1, ...dark))).toBeNull();
});

test.each<[unknown, boolean]>([
  [{ counter: "queue.depth" }, true],
  [{ counter: "a", rate: "a" }, false],
  [{}, false],
  [{ counter: "a b" }, false],
  [{ ratio: { part: [], whole: ["a"] } }, false],
  [{ other: "a" }, false],
])("the signal %j is good: %s", (signal, good) => {
  expect(guardSchema.safeParse({ name: "g", signal, above: 1 }).success).toBe(good);
});
