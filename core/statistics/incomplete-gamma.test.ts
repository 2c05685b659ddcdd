import fc from "fast-check";
import { expect, test } from "vitest";
import { incompleteGamma, lowerGammaRatio } from "./incomplete-gamma.ts";

// mpmath 1.3, 50 digits. The last is where SciPy 1.17 is off by 3e-6 of the value.
test.each([
  [0.21265889698592158, 0.03680166808163207, 0.5380937200381543],
  [5.556083004164838, 1.3503711050230613, 0.005396288159812424],
  [464.2412443188534, 436.0248846684167, 0.09316168340844107],
  [18_109.884311321428, 17_400.81057062518, 4.725817819340236e-8],
  [971_553.7506171527, 966_553.0797870188, 1.869940388221612e-7],
])("P(%d, %d)", (a, x, lower) => {
  expect(Math.abs(incompleteGamma(a, x).lower / lower - 1)).toBeLessThan(1e-12);
});

test.each([
  [0.2207099140301703, 2.5866341838895175, 0.007006212152598169],
  [1.5402516317159747, 8.181531641176043, 0.0010421420561891545],
  [3.7296615706326675, 16.33975026151877, 4.509164315666356e-5],
])("Q(%d, %d)", (a, x, upper) => {
  expect(Math.abs(incompleteGamma(a, x).upper / upper - 1)).toBeLessThan(1e-12);
});

test("a = 1 is the exponential distribution", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 700, noNaN: true }), (x) => {
      expect(incompleteGamma(1, x).upper / Math.exp(-x)).toBeCloseTo(1, 11);
    }),
  );
});

test("the ratio holds where both parts are too small for a double", () => {
  expect(lowerGammaRatio(5000, 9, 10) / (0.9 ** 5000 * Math.E)).toBeCloseTo(1, 3);
  expect(incompleteGamma(5000, 10).lower).toBe(0);
  fc.assert(
    fc.property(
      fc.double({ min: 0.1, max: 500, noNaN: true }),
      fc.double({ min: 0.01, max: 1000, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (a, large, part) => {
        const small = large * part;
        const { lower } = incompleteGamma(a, large);
        fc.pre(lower > 1e-200);
        expect(lowerGammaRatio(a, small, large)).toBeCloseTo(incompleteGamma(a, small).lower / lower, 9);
      },
    ),
  );
});

test("ends at 0 and 1, and refuses what is outside", () => {
  expect(incompleteGamma(2, 0)).toEqual({ lower: 0, upper: 1 });
  expect(incompleteGamma(2, Number.POSITIVE_INFINITY)).toEqual({ lower: 1, upper: 0 });
  expect(() => incompleteGamma(0, 1)).toThrow(RangeError);
  expect(() => incompleteGamma(1, -1)).toThrow(RangeError);
  expect(() => incompleteGamma(1, Number.NaN)).toThrow(RangeError);
  expect(() => lowerGammaRatio(1, 2, 1)).toThrow(RangeError);
});
