import { expect, test } from "vitest";
import { mannWhitney } from "./mann-whitney.ts";
import { minimumExactP } from "./minimum-exact-p.ts";

// Exact Mann-Whitney, n against n, two-sided.
test.each([
  [3, 0.1],
  [4, 0.02857142857142857],
  [5, 0.007936507936507936],
])("%i against as many cannot be below %d", (n, least) => {
  expect(Math.abs(minimumExactP(n) - least)).toBeLessThan(1e-12);
});

test("is what the test itself gives when the samples lie apart", () => {
  for (let m = 1; m <= 8; m++) {
    for (let n = 1; n <= 8; n++) {
      const low = Array.from({ length: m }, (_, index) => index);
      const high = Array.from({ length: n }, (_, index) => 100 + index);
      expect(mannWhitney(low, high).p).toBeCloseTo(minimumExactP(m, n), 12);
      expect(minimumExactP(m, n)).toBe(minimumExactP(n, m));
    }
  }
});

test("ends at 1 and, for very many, at nothing", () => {
  expect(minimumExactP(1)).toBe(1);
  expect(minimumExactP(1, 39)).toBeCloseTo(0.05, 12);
  expect(minimumExactP(2000)).toBe(0);
  expect(() => minimumExactP(0)).toThrow(RangeError);
  expect(() => minimumExactP(2, 1.5)).toThrow(RangeError);
});
