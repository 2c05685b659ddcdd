import fc from "fast-check";
import { expect, test } from "vitest";
import { createAgentTime } from "./agent-time.ts";

// callcentrehelper: three chats of 10 minutes each, two of them side by side, in 20 minutes with at least one: 1.5.
test("concurrency is contact time over time with at least one contact", () => {
  const time = createAgentTime();
  time.shift("ann", 0, 60, 2);
  time.hold("ann", 0, 10);
  time.hold("ann", 0, 10);
  time.hold("ann", 20, 30);
  expect(time.finish()).toEqual({ availableMs: 120, busyMs: 30, occupancy: 0.25, concurrency: 1.5, unplacedMs: 0 });
});

test("agents are added up one by one: two with one contact each are not one with two", () => {
  const time = createAgentTime();
  for (const agent of ["ann", "ben"]) {
    time.shift(agent, 0, 100, 1);
    time.hold(agent, 0, 50);
  }
  expect(time.finish()).toMatchObject({ occupancy: 0.5, concurrency: 1 });
});

test("a break is not available time, and what is held in it is in no occupancy", () => {
  const time = createAgentTime();
  time.shift("ann", 0, 10, 1);
  time.shift("ann", 20, 30, 1);
  time.hold("ann", 5, 25);
  time.hold(null, 0, 7);
  time.hold("stranger", 0, 4);
  expect(time.finish()).toMatchObject({ availableMs: 20, busyMs: 10, occupancy: 0.5, unplacedMs: 10 + 7 + 4 });
});

test("without shifts or holds there is no figure", () => {
  expect(createAgentTime().finish()).toMatchObject({ occupancy: null, concurrency: null });
  const backwards = createAgentTime();
  backwards.shift("ann", 10, 10, 1);
  backwards.hold("ann", 9, 3);
  backwards.hold("ann", Number.NaN, 3);
  expect(backwards.finish()).toMatchObject({ availableMs: 0, busyMs: 0, occupancy: null, concurrency: null });
});

const stretch = fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 200 }));

test("agrees with counting minute by minute", () => {
  fc.assert(
    fc.property(fc.array(stretch, { maxLength: 12 }), stretch, (holds, [from, length]) => {
      const time = createAgentTime();
      time.shift("ann", from, from + length, 3);
      for (const [start, span] of holds) time.hold("ann", start, start + span);
      let [held, some, inShift] = [0, 0, 0];
      for (let minute = 0; minute < 800; minute++) {
        const now = holds.filter(([start, span]) => minute >= start && minute < start + span).length;
        held += now;
        if (now > 0) some++;
        if (minute >= from && minute < from + length) inShift += now;
      }
      const found = time.finish();
      expect(found.busyMs).toBe(inShift);
      expect(found.unplacedMs).toBe(held - inShift);
      if (some > 0) expect(found.concurrency).toBeCloseTo(held / some, 12);
    }),
  );
});
