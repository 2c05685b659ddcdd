import fc from "fast-check";
import { expect, test } from "vitest";
import { erlangB } from "./erlang-b.ts";

// Textbook values.
test.each([
  [1, 1, 0.5],
  [2, 1, 0.2],
])("%i servers at %d Erlang block %d", (servers, load, blocking) => {
  expect(erlangB(servers, load)).toBeCloseTo(blocking, 12);
});

// pyworkforce 0.5.4, test_erlang_b.py: at 10 Erlang, 17 servers are the fewest that block at most 2 %.
test("at 10 Erlang 17 servers are the fewest for 2 %", () => {
  expect(erlangB(17, 10)).toBeLessThanOrEqual(0.02);
  expect(erlangB(16, 10)).toBeGreaterThan(0.02);
});

test("agrees with the quotient of sums by which it is defined", () => {
  for (const load of [0.1, 1, 7.5, 20]) {
    let term = 1;
    let sum = 1;
    for (let n = 1; n <= 30; n++) {
      term *= load / n;
      sum += term;
      expect(erlangB(n, load) / (term / sum)).toBeCloseTo(1, 12);
    }
  }
});

test("holds at a hundred thousand servers, and where nothing or everything is lost", () => {
  // Near-critical loss is about sqrt(2 / (pi c)) at load = c (Jagerman 1974).
  expect(erlangB(100_000, 100_000)).toBeCloseTo(Math.sqrt(2 / (Math.PI * 100_000)), 5);
  expect(erlangB(10_000, 1)).toBe(0);
  expect([erlangB(0, 5), erlangB(0, 0), erlangB(3, 0)]).toEqual([1, 1, 0]);
});

test("falls with servers and rises with load", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 300 }), fc.double({ min: 0.01, max: 400, noNaN: true }), (servers, load) => {
      const here = erlangB(servers, load);
      expect(here).toBeGreaterThanOrEqual(0);
      expect(here).toBeLessThanOrEqual(1);
      expect(erlangB(servers + 1, load)).toBeLessThanOrEqual(here);
      expect(erlangB(servers, load * 1.1)).toBeGreaterThanOrEqual(here);
    }),
  );
});

test.for([
  [-1, 1],
  [1.5, 1],
  [Number.NaN, 1],
  [1, -1],
  [1, Number.NaN],
  [1, Number.POSITIVE_INFINITY],
] as const)("refuses %j", ([servers, load]) => {
  expect(() => erlangB(servers, load)).toThrow(RangeError);
});
