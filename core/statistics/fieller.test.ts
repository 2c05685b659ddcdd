import fc from "fast-check";
import { expect, test } from "vitest";
import { fiellerInterval, fiellerRatio } from "./fieller.ts";

// Davison and Hinkley 1997, table 2.1: populations of ten cities in 1920 and 1930 (R boot::city). The interval is the
// pair of roots of Fieller's quadratic, computed in R 4.2.2 with var, cov and qt.
const BEFORE = [138, 93, 61, 179, 48, 37, 29, 23, 30, 2];
const AFTER = [143, 104, 69, 260, 75, 63, 50, 48, 111, 50];

test("reproduces the ratio of ten cities", () => {
  const { ratio, interval } = fiellerRatio(AFTER, BEFORE);
  expect(ratio).toBe(1.5203125);
  expect(Math.abs((interval?.[0] ?? 0) - 1.1959564444564583)).toBeLessThan(1e-9);
  expect(Math.abs((interval?.[1] ?? 0) - 2.461375154849512)).toBeLessThan(1e-9);
});

test("a denominator that may be 0 gives no interval, nor do members that say nothing of it", () => {
  expect(fiellerRatio([1, 2, 3], [1, -1, 0.5]).interval).toBeNull();
  // One of two resolved.
  expect(fiellerRatio([5, 5], [1, 0])).toEqual({ ratio: 10, interval: null });
  expect(fiellerRatio([4, 4, 4], [2, 2, 2])).toEqual({ ratio: 2, interval: [2, 2] });
});

const values = fc.array(fc.tuple(fc.integer({ min: 0, max: 1_000_000 }), fc.integer({ min: 1, max: 1000 })), {
  minLength: 2,
  maxLength: 30,
});

test("holds the ratio, scales with either unit, and does not know the order of the members", () => {
  fc.assert(
    fc.property(values, fc.constantFrom(0.001, 2, 1e6), (list, unit) => {
      const of = (pairs: typeof list, scale = 1) =>
        fiellerRatio(
          pairs.map(([a]) => a * scale),
          pairs.map(([, b]) => b),
        );
      const [here, scaled, turned] = [of(list), of(list, unit), of(list.toReversed())];
      expect(scaled.ratio / unit / (here.ratio || 1)).toBeCloseTo(here.ratio === 0 ? 0 : 1, 9);
      if (here.interval === null) return;
      const [lower, upper] = here.interval;
      expect(lower).toBeLessThanOrEqual(here.ratio);
      expect(upper).toBeGreaterThanOrEqual(here.ratio);
      const size = Math.max(Math.abs(lower), Math.abs(upper), 1e-300);
      // Where the denominator is all but lost among its errors, the last digit of a sum moves the limits.
      if (size > 100 * here.ratio) return;
      expect((scaled.interval?.[0] ?? 0) / unit / size).toBeCloseTo(lower / size, 6);
      expect((turned.interval?.[1] ?? 0) / size).toBeCloseTo(upper / size, 6);
    }),
  );
});

test("with a denominator that is known it is the interval of a mean", () => {
  const known = { numerator: 10, denominator: 4, numeratorVariance: 9, denominatorVariance: 0, covariance: 0 };
  expect(fiellerInterval(known, 2)).toEqual({ ratio: 2.5, interval: [1, 4] });
  expect(fiellerInterval({ ...known, denominator: -4 }, 2)).toEqual({ ratio: -2.5, interval: [-4, -1] });
});

test("refuses what is no ratio", () => {
  expect(() => fiellerRatio([1], [1])).toThrow(RangeError);
  expect(() => fiellerRatio([1, 2], [1])).toThrow(RangeError);
  expect(() => fiellerRatio([1, 2], [0, 0])).toThrow(RangeError);
  expect(() => fiellerRatio([1, Number.POSITIVE_INFINITY], [1, 2])).toThrow(RangeError);
  expect(() => fiellerRatio([1, 2], [1, 2], 1)).toThrow(RangeError);
  const wrong = { numerator: 1, denominator: 1, numeratorVariance: -1, denominatorVariance: 0, covariance: 0 };
  expect(() => fiellerInterval(wrong, 2)).toThrow(RangeError);
});
