import fc from "fast-check";
import { expect, test } from "vitest";
import { normalQuantile } from "./normal.ts";
import { studentUpperQuantile } from "./student.ts";

// R 4.2.2, qt(tail, df, lower.tail = FALSE).
test.each([
  [0.025, 1, 12.706204736174694],
  [0.05, 1, 6.313751514675038],
  [0.4, 1, 0.32491969623290634],
  [0.0001, 1, 3183.098757118501],
  [0.025, 9, 2.262157162798205],
  [0.05, 9, 1.8331129326562365],
  [0.4, 9, 0.26095533647391095],
  [0.0001, 9, 6.010132129081531],
  [0.025, 1_000_000, 1.9599663568141066],
  [0.4, 1_000_000, 0.25334717053784167],
  [0.025, 299, 1.9679296690656691],
  [1e-9, 5, 98.93722464836999],
  [0.025, 0.5, 164.55767348049446],
])("above it lies %d with %d degrees", (tail, df, t) => {
  expect(Math.abs(studentUpperQuantile(tail, df) / t - 1)).toBeLessThan(1e-9);
});

// mpmath 1.3, 50 digits: many degrees, where y of the beta distribution is below what 1 - x can hold.
test.each([
  [0.49999999, 1e9, 2.506628273938279e-8],
  [0.4999, 1e12, 0.0002506628300880702],
  [0.25, 1e9, 0.6744897504414167],
  [0.1, 1e9, 1.2815515663911852],
  [1e-9, 1e9, 5.99780707044795],
  [1e-9, 100, 6.598939820655532],
])("above it lies %d with %d degrees, to twelve digits", (tail, df, t) => {
  expect(Math.abs(studentUpperQuantile(tail, df) / t - 1)).toBeLessThan(1e-12);
});

test("closed forms: Cauchy's, and two degrees", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 0.999, noNaN: true }), (tail) => {
      expect(studentUpperQuantile(tail, 1)).toBeCloseTo(1 / Math.tan(Math.PI * tail), 6);
      const two = (1 - 2 * tail) / Math.sqrt(2 * tail * (1 - tail));
      expect(studentUpperQuantile(tail, 2) - two).toBeCloseTo(0, 6);
      expect(studentUpperQuantile(tail, 1e9)).toBeCloseTo(-normalQuantile(tail), 6);
    }),
    { seed: 7 },
  );
});

test("falls with the tail, is mirrored at one half, and refuses the rest", () => {
  expect(studentUpperQuantile(0.5, 7)).toBe(0);
  expect(studentUpperQuantile(0.75, 7)).toBe(-studentUpperQuantile(0.25, 7));
  expect(studentUpperQuantile(0.2499, 7)).toBeGreaterThan(studentUpperQuantile(0.2501, 7));
  for (const [tail, df] of [
    [0, 1],
    [1, 1],
    [0.1, 0],
    [0.1, Number.POSITIVE_INFINITY],
    [Number.NaN, 1],
  ] as const)
    expect(() => studentUpperQuantile(tail, df)).toThrow(RangeError);
});
