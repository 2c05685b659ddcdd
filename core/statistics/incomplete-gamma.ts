import { continuedFraction } from "./continued-fraction.ts";
import type { Tails } from "./incomplete-beta.ts";
import { poissonDensity } from "./saddle-point.ts";

/** 1 + x / (a + 1) + x^2 / ((a + 1)(a + 2)) + ..., for x < a + 1 (DLMF 8.7.1). */
const series = (a: number, x: number): number => {
  let sum = 1;
  let term = 1;
  for (let n = 1; term > sum * Number.EPSILON * 0.1; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
};

/**
 * The regularised incomplete gamma functions P(a, x) (lower) and Q(a, x) (upper). a > 0, x >= 0. Series below
 * x = a + 1 (DLMF 8.7.1), continued fraction above (DLMF 8.9.2). Relative error of the smaller tail about 1e-13.
 * @throws RangeError
 */
export const incompleteGamma = (a: number, x: number): Tails => {
  if (!(a > 0 && Number.isFinite(a))) throw new RangeError(`a is ${a}, must be above 0`);
  if (!(x >= 0)) throw new RangeError(`x is ${x}, must not be below 0`);
  if (x === 0) return { lower: 0, upper: 1 };
  if (x === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 };
  const density = poissonDensity(a, x);
  if (x < a + 1) {
    const lower = Math.min(1, density * series(a, x));
    return { lower, upper: 1 - lower };
  }
  const fraction = continuedFraction(x + 1 - a, (n) => ({ numerator: -n * (n - a), denominator: x + 2 * n + 1 - a }));
  const upper = Math.min(1, (density * a) / fraction);
  return { lower: 1 - upper, upper };
};

/**
 * P(a, small) / P(a, large) for 0 <= small <= large, also where both are too small for a double.
 * @throws RangeError
 */
export const lowerGammaRatio = (a: number, small: number, large: number): number => {
  if (!(small >= 0 && small <= large)) throw new RangeError(`${small} must lie between 0 and ${large}`);
  if (small === 0 || small === large) return small === large ? 1 : 0;
  if (large >= a + 1) return incompleteGamma(a, small).lower / incompleteGamma(a, large).lower;
  const densities = Math.exp(a * Math.log(small / large) + large - small);
  return (densities * series(a, small)) / series(a, large);
};
