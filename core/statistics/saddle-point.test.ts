import fc from "fast-check";
import { expect, test } from "vitest";
import { binomialDensity, deviance, poissonDensity, stirlingError } from "./saddle-point.ts";

// mpmath, 50 digits: loggamma(x + 1) - (x + 1/2) log x + x - log(2 pi) / 2.
test.each([
  [0.5, 0.15342640972002736],
  [1, 0.08106146679532726],
  [15, 0.005554733551962801],
  [1e6, 8.333333333330556e-8],
])("Stirling's error at %d", (x, error) => {
  expect(Math.abs(stirlingError(x) - error)).toBeLessThan(1e-15);
});

test("a deviance has no cancellation near the mean", () => {
  expect(deviance(1e6 + 1, 1e6) / (1 / 2e6 - 1 / 6e12)).toBeCloseTo(1, 9);
  expect(deviance(5, 5)).toBe(0);
});

test("probabilities of whole counts sum to one", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), fc.double({ min: 0.01, max: 0.99, noNaN: true }), (n, p) => {
      let sum = p ** n + (1 - p) ** n;
      for (let k = 1; k < n; k++) sum += binomialDensity(k, n - k, p, 1 - p);
      expect(sum).toBeCloseTo(1, 11);
    }),
  );
  let poisson = Math.exp(-30);
  for (let k = 1; k < 200; k++) poisson += poissonDensity(k, 30);
  expect(poisson).toBeCloseTo(1, 12);
});
