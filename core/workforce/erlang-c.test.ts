import fc from "fast-check";
import { expect, test } from "vitest";
import { answeredWithinC, erlangC, waitQuantileSecC } from "./erlang-c.ts";
import { leastAgents } from "./least-agents.ts";
import type { OfferedWork } from "./offered-work.ts";

const calls = (number: number, minutes: number, handleSec: number): OfferedWork => ({
  arrivalsPerSec: number / (minutes * 60),
  handleSec,
});

// 100 calls in half an hour, 20 agents: Erlang C calculators' worked values; abstractmicro.com prints 30.4312286.
test.each([
  [240, 2.2435058],
  [300, 30.4312286],
])("at %i s a call the average speed of answer is %d s", (handleSec, seconds) => {
  expect(Math.abs(erlangC(20, calls(100, 30, handleSec)).meanWaitSec - seconds)).toBeLessThan(1e-6);
});

// Mitan's worked example, tolerance 1e-3 (half of the last digit shown for the probabilities).
test("reproduces Mitan's worked example", () => {
  const desk = erlangC(55, calls(360, 30, 240));
  expect(Math.abs(desk.waitProbability - 0.2387)).toBeLessThan(5e-5);
  expect(Math.abs(desk.meanWaitSec - 8.184)).toBeLessThan(1e-3);
  expect(Math.abs(answeredWithinC(desk, 15) - 0.8459)).toBeLessThan(5e-5);
});

// pyworkforce 0.5.4, test_erlang.py: 100 in 30 min, 3 min, 0.33 min, level 0.8, at most 0.85 and 0.7 occupied.
test.each([
  [0.85, 14, 0.888, 0.714, 0.174],
  [0.7, 15, 0.941, 0.667, 0.102],
])("at most %d occupied takes %i agents", (most, agents, level, occupied, waiting) => {
  const work = calls(100, 30, 180);
  const least = leastAgents((count) => {
    const desk = erlangC(count, work);
    return desk.utilisation <= most && answeredWithinC(desk, 0.33 * 60) >= 0.8;
  });
  expect(least).toBe(agents);
  const desk = erlangC(agents, work);
  expect(answeredWithinC(desk, 0.33 * 60)).toBeCloseTo(level, 3);
  expect(desk.utilisation).toBeCloseTo(occupied, 3);
  expect(desk.waitProbability).toBeCloseTo(waiting, 3);
});

// Garnett, Mandelbaum and Reiman 2002, the Erlang C column: 20.8 s, P90 58.1 s, 16.7 waiting, 96 %.
test("48 a minute of a minute each keep 50 agents near their end", () => {
  const desk = erlangC(50, calls(48, 1, 60));
  expect(desk.meanWaitSec).toBeCloseTo(20.8, 1);
  expect(waitQuantileSecC(desk, 0.9)).toBeCloseTo(58.1, 1);
  expect(desk.meanQueue).toBeCloseTo(16.7, 1);
  expect(desk.utilisation).toBeCloseTo(0.96, 12);
});

test("a load that is not below the agents has no end of waiting", () => {
  for (const agents of [1, 9, 10]) {
    const desk = erlangC(agents, calls(100, 30, 180));
    expect(desk).toMatchObject({ waitProbability: 1, meanWaitSec: Number.POSITIVE_INFINITY, utilisation: 1 });
    expect(answeredWithinC(desk, 1e6)).toBe(0);
    expect(waitQuantileSecC(desk, 0.01)).toBe(Number.POSITIVE_INFINITY);
  }
});

test("holds at a hundred thousand agents and with nothing to do", () => {
  const desk = erlangC(100_000, { arrivalsPerSec: 99_900, handleSec: 1 });
  expect(desk.waitProbability).toBeGreaterThan(0.5);
  expect(desk.waitProbability).toBeLessThan(1);
  expect(erlangC(3, { arrivalsPerSec: 0, handleSec: 1 })).toMatchObject({ waitProbability: 0, meanWaitSec: 0 });
});

test("one agent is M/M/1: the chance to wait is the load", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), (load) => {
      const desk = erlangC(1, { arrivalsPerSec: load, handleSec: 1 });
      expect(desk.waitProbability).toBeCloseTo(load, 12);
      expect(desk.meanWaitSec / (load / (1 - load))).toBeCloseTo(1, 10);
    }),
  );
});

test("the quantile is where the service level stands", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.double({ min: 0.05, max: 0.99, noNaN: true }),
      fc.double({ min: 0.01, max: 0.999, noNaN: true }),
      (agents, use, p) => {
        const desk = erlangC(agents, { arrivalsPerSec: (agents * use) / 60, handleSec: 60 });
        const at = waitQuantileSecC(desk, p);
        if (at > 0) expect(answeredWithinC(desk, at)).toBeCloseTo(p, 9);
        else expect(answeredWithinC(desk, 0)).toBeGreaterThanOrEqual(p - 1e-12);
      },
    ),
  );
});

test("refuses what is no desk", () => {
  const work = calls(100, 30, 180);
  expect(() => erlangC(0, work)).toThrow(RangeError);
  expect(() => erlangC(2.5, work)).toThrow(RangeError);
  expect(() => erlangC(5, { ...work, handleSec: 0 })).toThrow(RangeError);
  expect(() => erlangC(5, { ...work, arrivalsPerSec: Number.NaN })).toThrow(RangeError);
  expect(() => answeredWithinC(erlangC(20, work), -1)).toThrow(RangeError);
  expect(() => waitQuantileSecC(erlangC(20, work), 1)).toThrow(RangeError);
});
