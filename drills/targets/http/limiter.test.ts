import fc from "fast-check";
import { expect, test } from "vitest";
import { createVirtualClock } from "../../../harness/simulation/virtual-clock.ts";
import { createLimiter, freeAt, WINDOW_MS } from "./limiter.ts";

/** The most that fell into any 60 s, wherever it begins. */
const mostInAMinute = (sent: readonly number[]): number =>
  sent.reduce((most, from) => Math.max(most, sent.filter((at) => at >= from && at < from + 60_000).length), 0);

test("in no minute more than the limit, whenever requests come and however they jitter on the way", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 12 }),
      fc.array(fc.record({ at: fc.integer({ min: 0, max: 240_000 }), late: fc.integer({ min: 0, max: 1900 }) }), {
        maxLength: 60,
      }),
      async (perMinute, wishes) => {
        const time = createVirtualClock();
        const limiter = createLimiter({ perMinute, clock: time.clock, timers: time.timers });
        const arrived: number[] = [];
        for (const { at, late } of wishes)
          time.after(at, () => {
            void limiter.take("act", at + 600_000).then((granted) => {
              if (granted) arrived.push(time.clock.now() + late);
            });
          });
        await time.runDry();
        expect(mostInAMinute([...arrived].sort((a, b) => a - b))).toBeLessThanOrEqual(perMinute);
        expect(limiter.stats().granted + limiter.stats().refused).toBe(wishes.length);
      },
    ),
    { seed: 7, numRuns: 40 },
  );
});

test("room that is there is used at once, and all of it", async () => {
  const time = createVirtualClock();
  const limiter = createLimiter({ perMinute: 3, clock: time.clock, timers: time.timers });
  const granted: number[] = [];
  for (let n = 0; n < 7; n++)
    void limiter.take("act", 10 * WINDOW_MS).then((ok) => {
      if (ok) granted.push(time.clock.now());
    });
  await time.runDry();
  expect(granted).toEqual([0, 0, 0, WINDOW_MS, WINDOW_MS, WINDOW_MS, 2 * WINDOW_MS]);
  expect(limiter.stats()).toEqual({
    ...{
      granted: 7,
      refused: 0,
      waitedMs: 5 * WINDOW_MS,
      longestWaitMs: 2 * WINDOW_MS,
      longestActWaitMs: 2 * WINDOW_MS,
    },
  });
});

test("what a person does goes before a look for news, and who waits too long is refused and takes nothing", async () => {
  const time = createVirtualClock();
  const limiter = createLimiter({ perMinute: 1, clock: time.clock, timers: time.timers });
  const order: string[] = [];
  const ask = (name: string, urgency: "act" | "look", deadlineMs: number): void => {
    void limiter.take(urgency, deadlineMs).then((ok) => order.push(`${name} ${ok} ${time.clock.now()}`));
  };
  ask("first", "look", 0);
  ask("look", "look", 10 * WINDOW_MS);
  ask("act", "act", 10 * WINDOW_MS);
  ask("late", "act", 1000);
  await time.runDry();
  expect(limiter.stats()).toMatchObject({ longestActWaitMs: WINDOW_MS, longestWaitMs: 2 * WINDOW_MS });
  expect(order).toEqual(["first true 0", "late false 1001", `act true ${WINDOW_MS}`, `look true ${2 * WINDOW_MS}`]);
});

test("looks come evenly and leave room for acts; those of both kinds take turns", async () => {
  const time = createVirtualClock();
  const limiter = createLimiter({ perMinute: 100, clock: time.clock, timers: time.timers });
  const granted: Record<string, number[]> = { act: [], queue: [], look: [] };
  const ask = (urgency: "act" | "queue" | "look"): void => {
    void limiter.take(urgency, 10 * WINDOW_MS).then((ok) => {
      if (ok) granted[urgency]?.push(time.clock.now());
    });
  };
  for (let n = 0; n < 300; n++) ask("look");
  for (let n = 0; n < 20; n++) ask("queue");
  for (let at = 0; at < 40; at++) time.after(at * 3000, () => ask("act"));
  await time.run(time.timers.wait(2 * WINDOW_MS));
  // An act waits for nothing, since looks never eat its room.
  expect(granted["act"]).toEqual(Array.from({ length: 40 }, (_, at) => at * 3000));
  expect(granted["queue"]).toHaveLength(20);
  const looks = granted["look"] ?? [];
  expect(looks.length).toBeGreaterThan(80);
  expect(mostInAMinute([...looks, ...(granted["queue"] ?? [])].sort((a, b) => a - b))).toBeLessThanOrEqual(75);
});

test("without a limit nothing waits", async () => {
  const time = createVirtualClock();
  const limiter = createLimiter({ perMinute: null, clock: time.clock, timers: time.timers });
  for (let n = 0; n < 1000; n++) expect(await limiter.take("act", 0)).toBe(true);
});

test("the next free moment is a window after the oldest that still counts", () => {
  expect([freeAt([], 2, 5), freeAt([1], 2, 5), freeAt([1, 3], 2, 5), freeAt([1, 3], 2, WINDOW_MS + 1)]).toEqual([
    ...[5, 5, WINDOW_MS + 1, WINDOW_MS + 1],
  ]);
});
