import fc from "fast-check";
import { expect, test } from "vitest";
import { type QuantileType, quantile } from "./quantile.ts";

// R quantile(1:10); Hyndman & Fan 1996.
const TEN = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const AT = [0.25, 0.5, 0.9, 0.95];
test.each<[QuantileType, number[]]>([
  [1, [3, 5, 9, 10]],
  [2, [3, 5.5, 9.5, 10]],
  [4, [2.5, 5, 9, 9.5]],
  [5, [3, 5.5, 9.5, 10]],
  [6, [2.75, 5.5, 9.9, 10]],
  [7, [3.25, 5.5, 9.1, 9.55]],
  [8, [2 + 11 / 12, 5.5, 9 + 19 / 30, 10]],
  [9, [2.9375, 5.5, 9.6, 10]],
])("type %i of 1 to 10 is what R gives", (type, expected) => {
  for (const [index, p] of AT.entries()) expect(quantile(TEN, p, type)).toBeCloseTo(expected[index] ?? Number.NaN, 9);
});

// Worked example for interpolated percentiles (type 7) and nearest ranks (type 1).
test("reproduces the worked example", () => {
  const data = [15, 20, 35, 40, 50];
  const expected = [16, 23, 29, 35];
  for (const [index, p] of [0.05, 0.3, 0.4, 0.5].entries()) {
    expect(Math.abs(quantile(data, p, 7) - (expected[index] ?? Number.NaN))).toBeLessThan(1e-9);
  }
  expect([0.05, 0.3, 0.4, 0.5].map((p) => quantile(data, p, 1))).toEqual([15, 20, 20, 35]);
});

test("refuses what has no quantile", () => {
  expect(() => quantile([], 0.5, 7)).toThrow(RangeError);
  expect(() => quantile([1], 1.5, 7)).toThrow(RangeError);
  expect(() => quantile([1, Number.NaN], 0.5, 7)).toThrow(RangeError);
});

const data = fc
  .array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 })
  .map((list) => [...list].sort((a, b) => a - b));
const type = fc.constantFrom<QuantileType>(1, 2, 4, 5, 6, 7, 8, 9);

test("lies within the data, rises with p, and scales with it", () => {
  fc.assert(
    fc.property(
      data,
      type,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (sorted, kind, a, b) => {
        const [low, high] = [quantile(sorted, Math.min(a, b), kind), quantile(sorted, Math.max(a, b), kind)];
        const slack = 1e-6;
        expect(low).toBeGreaterThanOrEqual((sorted[0] ?? 0) - slack);
        expect(high).toBeLessThanOrEqual((sorted.at(-1) ?? 0) + slack);
        expect(high).toBeGreaterThanOrEqual(low - slack);
        expect(
          quantile(
            sorted.map((value) => 2 * value),
            a,
            kind,
          ),
        ).toBeCloseTo(2 * quantile(sorted, a, kind), 5);
      },
    ),
  );
});
