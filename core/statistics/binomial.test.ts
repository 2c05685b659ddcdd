import fc from "fast-check";
import { expect, test } from "vitest";
import { binomialAtLeast, binomialAtMost, within } from "./binomial.ts";

test("agrees with adding up the terms", () => {
  for (const n of [1, 2, 7, 40]) {
    for (const p of [0.01, 0.3, 0.5, 0.95]) {
      let term = (1 - p) ** n;
      let sum = 0;
      for (let k = 0; k <= n; k++) {
        expect(binomialAtLeast(k, n, p)).toBeCloseTo(1 - sum, 12);
        sum += term;
        expect(binomialAtMost(k, n, p)).toBeCloseTo(sum, 12);
        term *= ((n - k) / (k + 1)) * (p / (1 - p));
      }
    }
  }
});

const trials = fc
  .tuple(fc.integer({ min: 1, max: 1_000_000 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .chain(([n, p]) => fc.tuple(fc.constant(n), fc.constant(p), fc.integer({ min: 1, max: n })));

test("the two tails meet, and are each other's mirror", () => {
  fc.assert(
    fc.property(trials, ([n, p, k]) => {
      expect(binomialAtMost(k - 1, n, p) + binomialAtLeast(k, n, p)).toBeCloseTo(1, 10);
      expect(binomialAtMost(n - k, n, p)).toBeCloseTo(binomialAtLeast(k, n, 1 - p, p), 10);
    }),
  );
});

test("what cannot fail does not, and what cannot come does not", () => {
  expect([
    binomialAtMost(0, 5, 0),
    binomialAtLeast(5, 5, 1),
    binomialAtLeast(1, 5, 0),
    binomialAtMost(4, 5, 1),
  ]).toEqual([1, 1, 0, 0]);
  expect([binomialAtMost(0, 0, 0.3), binomialAtLeast(0, 0, 0.3)]).toEqual([1, 1]);
});

test("a tail that is alpha is within alpha", () => {
  expect(within(1 - 0.95, 0.05)).toBe(true);
  expect(within(0.0500001, 0.05)).toBe(false);
});

test.for([
  [-1, 5, 0.5],
  [6, 5, 0.5],
  [1.5, 5, 0.5],
  [1, 5, Number.NaN],
  [1, Number.NaN, 0.5],
] as const)("refuses %j", ([k, n, p]) => {
  expect(() => binomialAtMost(k, n, p)).toThrow(RangeError);
  expect(() => binomialAtLeast(k, n, p)).toThrow(RangeError);
});
