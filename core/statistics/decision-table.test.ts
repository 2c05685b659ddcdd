import fc from "fast-check";
import { expect, test } from "vitest";
import { allowedMisses } from "./allowed-misses.ts";
import { binomialAtLeast, binomialAtMost } from "./binomial.ts";
import { decisionTable, minimumN } from "./decision-table.ts";

// Exact binomial, one-sided 95 %.
test.each([
  [0.5, 60, 23, 37],
  [0.5, 300, 135, 165],
  [0.5, 1000, 473, 527],
  [0.9, 300, 21, 40],
  [0.95, 60, 0, 7],
  [0.95, 100, 1, 10],
  [0.95, 300, 8, 22],
  [0.95, 1000, 38, 63],
  [0.99, 300, 0, 7],
  [0.99, 1000, 4, 16],
])("p %d of %i passes at %i and fails at %i misses", (p, n, passAtMost, failAtLeast) => {
  expect(decisionTable(n, p)).toEqual({ passAtMost, failAtLeast });
});

// The same source.
test.each([
  [0.5, 5],
  [0.9, 29],
  [0.95, 59],
  [0.99, 299],
  [0.999, 2995],
])("p %d cannot pass below n = %i", (p, n) => {
  expect(minimumN(p)).toBe(n);
  expect(decisionTable(n, p).passAtMost).toBe(0);
  expect(decisionTable(n - 1, p).passAtMost).toBeNull();
});

test("one contact can fail a p95 and prove nothing else", () => {
  expect(decisionTable(1, 0.95)).toEqual({ passAtMost: null, failAtLeast: 1 });
  expect(decisionTable(1, 0.5)).toEqual({ passAtMost: null, failAtLeast: null });
  expect(decisionTable(4, 0.5)).toEqual({ passAtMost: null, failAtLeast: null });
});

// 1/32 is exactly alpha: a rounding error must not decide.
test("a tail of exactly alpha decides", () => {
  expect(decisionTable(5, 0.5, 1 / 32)).toEqual({ passAtMost: 0, failAtLeast: 5 });
  expect(minimumN(0.5, 1 / 32)).toBe(5);
});

const sizes = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 1_000_000 }));
const shares = fc.double({ min: 0.01, max: 0.999, noNaN: true });

test("both limits keep to alpha, the next miss would not, and the fact lies between them", () => {
  fc.assert(
    fc.property(sizes, shares, fc.constantFrom(0.01, 0.05, 0.1), (n, p, alpha) => {
      const { passAtMost, failAtLeast } = decisionTable(n, p, alpha);
      const slack = 1e-9;
      if (passAtMost !== null) {
        expect(binomialAtMost(passAtMost, n, 1 - p, p)).toBeLessThanOrEqual(alpha + slack);
        expect(passAtMost).toBeLessThanOrEqual(allowedMisses(n, p));
      }
      expect(binomialAtMost((passAtMost ?? -1) + 1, n, 1 - p, p)).toBeGreaterThan(alpha - slack);
      if (failAtLeast !== null) {
        expect(binomialAtLeast(failAtLeast, n, 1 - p, p)).toBeLessThanOrEqual(alpha + slack);
        expect(failAtLeast).toBeGreaterThan(allowedMisses(n, p));
      }
      expect(binomialAtLeast((failAtLeast ?? n + 1) - 1, n, 1 - p, p)).toBeGreaterThan(alpha - slack);
      expect(passAtMost === null).toBe(n < minimumN(p, alpha));
    }),
  );
});

test("more members never lower a limit", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3000 }), shares, (n, p) => {
      const [here, next] = [decisionTable(n, p), decisionTable(n + 1, p)];
      expect(next.passAtMost ?? -1).toBeGreaterThanOrEqual(here.passAtMost ?? -1);
      if (here.failAtLeast !== null) expect(next.failAtLeast ?? 0).toBeGreaterThanOrEqual(here.failAtLeast);
    }),
  );
});

test("refuses what is no test", () => {
  for (const [n, p, alpha] of [
    [0, 0.5, 0.05],
    [2.5, 0.5, 0.05],
    [10, 1, 0.05],
    [10, Number.NaN, 0.05],
    [10, 0.5, 0],
  ] as const)
    expect(() => decisionTable(n, p, alpha)).toThrow(RangeError);
  expect(() => minimumN(1)).toThrow(RangeError);
  expect(() => minimumN(0.5, 1)).toThrow(RangeError);
});
