import { expect, test } from "vitest";
import { continuedFraction } from "./continued-fraction.ts";

test("gives the golden ratio, and pi by Lambert's fraction", () => {
  expect(continuedFraction(1, () => ({ numerator: 1, denominator: 1 }))).toBeCloseTo((1 + Math.sqrt(5)) / 2, 14);
  const arctan = continuedFraction(1, (n) => ({ numerator: n * n, denominator: 2 * n + 1 }));
  expect(4 / arctan).toBeCloseTo(Math.PI, 14);
});

test("says so when it does not settle", () => {
  expect(() => continuedFraction(1, () => ({ numerator: -2, denominator: 1 }))).toThrow(RangeError);
});
