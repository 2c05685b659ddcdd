import { expect, test } from "vitest";
import { chiSquaredUpperTail } from "./chi-squared.ts";

// R 4.2.2, pchisq(x, df, lower.tail = FALSE).
test.each([
  [3.84, 1, 0.050043521248705224],
  [100, 1, 1.5239706048321054e-23],
  [0.001, 1, 0.9747728793699604],
  [3.84, 10, 0.9542763043207358],
  [100, 10, 5.44970198292053e-17],
])("beyond %d with %i degrees", (x, df, tail) => {
  expect(Math.abs(chiSquaredUpperTail(x, df) / tail - 1)).toBeLessThan(1e-12);
});

test("the ends, and what is no chi-squared", () => {
  expect([chiSquaredUpperTail(0, 3), chiSquaredUpperTail(Number.POSITIVE_INFINITY, 3)]).toEqual([1, 0]);
  // With two degrees it is exponential.
  expect(chiSquaredUpperTail(1400, 2) / Math.exp(-700)).toBeCloseTo(1, 10);
  for (const [x, df] of [
    [-1, 1],
    [Number.NaN, 1],
    [1, 0],
    [1, 1.5],
  ] as const)
    expect(() => chiSquaredUpperTail(x, df)).toThrow(RangeError);
});
