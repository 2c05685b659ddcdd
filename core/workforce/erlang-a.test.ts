import fc from "fast-check";
import { expect, test } from "vitest";
import { answeredWithinA, erlangA } from "./erlang-a.ts";
import { answeredWithinC, erlangC } from "./erlang-c.ts";

// Garnett, Mandelbaum and Reiman 2002, recomputed: 48 a minute, 1 min, 50 agents, patience 2 min.
test("reproduces the comparison of 2002", () => {
  const desk = erlangA(50, { arrivalsPerSec: 48 / 60, handleSec: 60, patienceSec: 120 });
  expect(Math.abs(desk.abandonProbability - 0.0309)).toBeLessThan(5e-5);
  expect(Math.abs(desk.meanWaitSec - 3.71)).toBeLessThan(5e-3);
  expect(Math.abs(desk.meanQueue - 2.97)).toBeLessThan(5e-3);
  expect(Math.abs(desk.utilisation - 0.93)).toBeLessThan(5e-4);
});

// pyworkforce 0.5.4, test_abandonment.py: 100 in 30 min, 3 min, patience 5 min, 14 agents, 20 s.
test("reproduces pyworkforce's regression values", () => {
  const work = { arrivalsPerSec: 100 / 1800, handleSec: 180, patienceSec: 300 };
  const desk = erlangA(14, work);
  expect(Math.abs(desk.waitProbability - 0.14526)).toBeLessThan(5e-6);
  expect(Math.abs(desk.abandonProbability - 0.013984)).toBeLessThan(5e-7);
  expect(Math.abs(desk.utilisation - 0.704297)).toBeLessThan(5e-7);
  expect(Math.abs(desk.meanWaitSec / 60 - 0.069919)).toBeLessThan(5e-7);
  expect(Math.abs(answeredWithinA(14, work, 20) - 0.916792)).toBeLessThan(5e-7);
});

// The arithmetic that every report shows: 35 % of 6 and 12 a minute go to people, 530 s each, patience 120 s.
test.each([
  [2.1, 4, 0.78],
  [2.1, 24, 0.025],
  [4.2, 40, 0.052],
])("%d a minute at %i slots lose %d", (perMinute, slots, share) => {
  const { abandonProbability } = erlangA(slots, { arrivalsPerSec: perMinute / 60, handleSec: 530, patienceSec: 120 });
  expect(Math.abs(abandonProbability - share)).toBeLessThan(share < 0.1 ? 5e-4 : 6e-3);
});

const desks = fc.record({
  agents: fc.integer({ min: 1, max: 120 }),
  use: fc.double({ min: 0.05, max: 3, noNaN: true }),
  patienceSec: fc.double({ min: 1, max: 3600, noNaN: true }),
});

test("what comes in is served or gives up", () => {
  fc.assert(
    fc.property(desks, ({ agents, use, patienceSec }) => {
      const arrivalsPerSec = (agents * use) / 60;
      const desk = erlangA(agents, { arrivalsPerSec, handleSec: 60, patienceSec });
      const served = desk.utilisation * agents * (1 / 60);
      expect(served / arrivalsPerSec + desk.abandonProbability).toBeCloseTo(1, 9);
      for (const share of [desk.waitProbability, desk.abandonProbability, desk.utilisation]) {
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
      }
      expect(desk.abandonProbability).toBeLessThanOrEqual(desk.waitProbability + 1e-12);
    }),
  );
});

test("the service level starts with those who do not wait and ends with those who are served", () => {
  fc.assert(
    fc.property(desks, ({ agents, use, patienceSec }) => {
      const work = { arrivalsPerSec: (agents * use) / 60, handleSec: 60, patienceSec };
      const desk = erlangA(agents, work);
      const levels = [0, 1, 10, 100, 1e6].map((sec) => answeredWithinA(agents, work, sec));
      expect(levels[0]).toBeCloseTo(1 - desk.waitProbability, 9);
      expect(levels[4]).toBeCloseTo(1 - desk.abandonProbability, 9);
      expect([...levels].sort((a, b) => a - b)).toEqual(levels);
    }),
  );
});

test("endless patience is Erlang C", () => {
  for (const agents of [15, 20, 25]) {
    const work = { arrivalsPerSec: 100 / 1800, handleSec: 180 };
    const patient = { ...work, patienceSec: 1e9 };
    const c = erlangC(agents, work);
    const a = erlangA(agents, patient);
    expect(a.waitProbability).toBeCloseTo(c.waitProbability, 6);
    expect(a.meanWaitSec).toBeCloseTo(c.meanWaitSec, 4);
    expect(answeredWithinA(agents, patient, 20)).toBeCloseTo(answeredWithinC(c, 20), 6);
  }
});

test("holds at thousands of agents, far below and far above their load", () => {
  for (const use of [0.1, 0.9, 1, 1.1, 10]) {
    const work = { arrivalsPerSec: (5000 * use) / 60, handleSec: 60, patienceSec: 120 };
    const desk = erlangA(5000, work);
    expect(desk.utilisation).toBeGreaterThan(0.09);
    expect(desk.utilisation).toBeLessThanOrEqual(1);
    // Overloaded, the excess gives up (fluid limit, Whitt 2004).
    if (use > 1.05) expect(desk.abandonProbability).toBeCloseTo(1 - 1 / use, 3);
    const level = answeredWithinA(5000, work, 5);
    expect(level).toBeGreaterThanOrEqual(0);
    expect(level).toBeLessThanOrEqual(1);
  }
});

test("an hour's patience and one agent for a crowd does not overflow", () => {
  const desk = erlangA(1, { arrivalsPerSec: 1000, handleSec: 60, patienceSec: 3600 });
  expect(desk.meanQueue).toBeCloseTo((1000 - 1 / 60) * 3600, -1);
  expect(desk.utilisation).toBeCloseTo(1, 9);
});

test("refuses what is no desk, and a queue that cannot be counted out", () => {
  const work = { arrivalsPerSec: 1, handleSec: 60, patienceSec: 120 };
  expect(() => erlangA(0, work)).toThrow(RangeError);
  expect(() => erlangA(1, { ...work, patienceSec: 0 })).toThrow(RangeError);
  expect(() => erlangA(1, { ...work, patienceSec: Number.NaN })).toThrow(RangeError);
  expect(() => erlangA(1, { ...work, arrivalsPerSec: -1 })).toThrow(RangeError);
  expect(() => answeredWithinA(1, work, Number.NaN)).toThrow(RangeError);
  expect(() => erlangA(1, { ...work, patienceSec: 1e300 })).toThrow(RangeError);
  expect(erlangA(1, { ...work, arrivalsPerSec: 0 }).waitProbability).toBe(0);
  expect(answeredWithinA(1, { ...work, arrivalsPerSec: 0 }, 0)).toBe(1);
});
