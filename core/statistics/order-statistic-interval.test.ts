import fc from "fast-check";
import { expect, test } from "vitest";
import { binomialAtLeast, binomialAtMost } from "./binomial.ts";
import { orderStatisticInterval, quantileInterval } from "./order-statistic-interval.ts";

// Binomial ranks, both tails <= 2.5 %, recomputed in R.
test.each([
  [0.5, 10, [2, 9], 0.978515625],
  [0.5, 20, [6, 15], 0.958610534668],
  [0.5, 100, [40, 61], 0.9647998],
  [0.5, 300, [133, 168], 0.956871501],
  [0.95, 100, [90, 100], 0.982607061],
  [0.95, 300, [277, 293], 0.967187925],
])("p %d of %i lies between ranks %j", (p, n, ranks, coverage) => {
  const found = orderStatisticInterval(n, p);
  expect(found.ranks).toEqual(ranks);
  expect(Math.abs(found.coverage - coverage)).toBeLessThan(1e-9);
});

// The same source prints 0.967160843 for 50, which is off in its eighth digit: counted in whole numbers
// it is 0.9671608624....
test("p 0.5 of 50 lies between ranks 18 and 33", () => {
  const found = orderStatisticInterval(50, 0.5);
  expect(found.ranks).toEqual([18, 33]);
  expect(Math.abs(found.coverage - 0.967160843)).toBeLessThan(2e-8);
  let orders = 0n;
  for (let k = 0n, ways = 1n; k <= 50n; ways = (ways * (50n - k)) / (k + 1n), k++)
    if (k >= 18n && k < 33n) orders += ways;
  expect(found.coverage).toBeCloseTo(Number(orders) / 2 ** 50, 14);
});

// The same source gives null for the upper rank of both. For p99 of 299 it gives none for the lower one either; that one
// can be had, and is the 292nd.
test("too few values have no upper limit", () => {
  expect(orderStatisticInterval(59, 0.95).ranks).toEqual([52, null]);
  expect(orderStatisticInterval(299, 0.99).ranks[1]).toBeNull();
  expect(binomialAtMost(291, 299, 0.99)).toBeLessThanOrEqual(0.025);
  expect(orderStatisticInterval(299, 0.99).ranks[0]).toBe(292);
});

// The notes on statistics, 3.8: least n for a finite two-sided 95 % upper limit.
test.each([
  [0.5, 6],
  [0.9, 36],
  [0.95, 72],
  [0.99, 368],
  [0.999, 3688],
])("p %d has an upper limit from n = %i on", (p, n) => {
  expect(orderStatisticInterval(n, p).ranks[1]).toBe(n);
  expect(orderStatisticInterval(n - 1, p).ranks[1]).toBeNull();
});

const sizes = fc.oneof(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 1_000_000 }));
const shares = fc.double({ min: 0.001, max: 0.999, noNaN: true });

test("each tail keeps to its half, and one rank further in it would not", () => {
  fc.assert(
    fc.property(sizes, shares, (n, p) => {
      const { ranks, coverage } = orderStatisticInterval(n, p);
      const [lower, upper] = ranks;
      const slack = 1e-9;
      if (lower !== null) expect(binomialAtMost(lower - 1, n, p)).toBeLessThanOrEqual(0.025 + slack);
      if ((lower ?? 0) < n) expect(binomialAtMost(lower ?? 0, n, p)).toBeGreaterThan(0.025 - slack);
      if (upper !== null) expect(binomialAtLeast(upper, n, p)).toBeLessThanOrEqual(0.025 + slack);
      if ((upper ?? n + 1) > 1) expect(binomialAtLeast((upper ?? n + 1) - 1, n, p)).toBeGreaterThan(0.025 - slack);
      expect(coverage).toBeGreaterThanOrEqual(0.95 - slack);
      // The sample's own quantile is inside.
      expect(lower ?? 0).toBeLessThanOrEqual(Math.ceil(n * p));
      expect(upper ?? n + 1).toBeGreaterThanOrEqual(Math.floor(n * p));
    }),
  );
});

test("is mirrored for the mirrored quantile, and wider for more confidence", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 255 }), (n, part) => {
      const p = part / 256;
      const [lower, upper] = orderStatisticInterval(n, p).ranks;
      const mirrored = orderStatisticInterval(n, 1 - p).ranks;
      expect(mirrored).toEqual([upper === null ? null : n + 1 - upper, lower === null ? null : n + 1 - lower]);
      const [wideLower, wideUpper] = orderStatisticInterval(n, p, 0.99).ranks;
      expect(wideLower ?? 0).toBeLessThanOrEqual(lower ?? 0);
      expect(wideUpper ?? n + 1).toBeGreaterThanOrEqual(upper ?? n + 1);
    }),
  );
});

test("reads the sample at its ranks", () => {
  const sample = Array.from({ length: 10 }, (_, index) => 10 * (index + 1));
  expect(quantileInterval(sample, 0.5)).toEqual([20, 90]);
  expect(quantileInterval(sample, 0.95)).toEqual([80, null]);
  expect(quantileInterval([7], 0.5)).toEqual([null, null]);
});

test.for([
  [0, 0.5],
  [1.5, 0.5],
  [10, 0],
  [10, 1],
  [10, Number.NaN],
] as const)("refuses %j", ([n, p]) => {
  expect(() => orderStatisticInterval(n, p)).toThrow(RangeError);
  expect(() => orderStatisticInterval(10, 0.5, 1)).toThrow(RangeError);
});
