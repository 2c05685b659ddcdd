import { continuedFraction } from "./continued-fraction.ts";
import { requireOpenShare, requireShare } from "./guard.ts";
import { binomialDensity } from "./saddle-point.ts";

/** Both tails of a distribution; each is computed for itself where it is the smaller, so neither loses its digits. */
export interface Tails {
  readonly lower: number;
  readonly upper: number;
}

const requireShape = (name: string, value: number): void => {
  if (!(value > 0 && Number.isFinite(value))) throw new RangeError(`${name} is ${value}, must be above 0`);
};

/**
 * I_x(a, b) for x at or below the mean a / (a + b), by the continued fraction of DiDonato and Morris 1992 (ACM TOMS
 * Algorithm 708). The plainer fraction of DLMF 8.17.22 loses five digits where a is large, b small and x near 1.
 */
const byFraction = (a: number, b: number, x: number, y: number): number => {
  const aboveMean = a * y - b * x;
  const fraction = continuedFraction((a * (aboveMean + 1)) / (a + 1), (m) => {
    const odd = a + 2 * m - 1;
    return {
      numerator: ((a + m - 1) / odd) * ((a + b + m - 1) / odd) * m * (b - m) * x * x,
      denominator: m + (m * (b - m) * x) / odd + ((a + m) * (aboveMean + 1 + m * (1 + y))) / (a + 2 * m + 1),
    };
  });
  return (binomialDensity(a, b, x, y) * ((a / (a + b)) * b)) / fraction;
};

/**
 * The regularised incomplete beta function I_x(a, b), and 1 less it. a, b > 0 up to 1e6 and beyond, 0 <= x <= 1.
 * Relative error of the smaller tail about 1e-13.
 * @param y 1 - x, where it is known better than a subtraction would give it
 * @throws RangeError
 */
export const incompleteBeta = (a: number, b: number, x: number, y = 1 - x): Tails => {
  requireShape("a", a);
  requireShape("b", b);
  requireShare("x", x);
  // Not by the other one of the two: below 1e-16 it is rounded to 1, and the smaller still has all its digits.
  if (x === 0) return { lower: 0, upper: 1 };
  if (y === 0) return { lower: 1, upper: 0 };
  if (a * y >= b * x) {
    const lower = Math.min(1, byFraction(a, b, x, y));
    return { lower, upper: 1 - lower };
  }
  const upper = Math.min(1, byFraction(b, a, y, x));
  return { lower: 1 - upper, upper };
};

/** The least x of which `isBelow` is false, bisected down to neighbouring doubles: never astray. */
const leastNotBelow = (isBelow: (x: number) => boolean): number => {
  let low = 0;
  let high = 1;
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return high;
    if (isBelow(middle)) low = middle;
    else high = middle;
  }
};

/**
 * The x with I_x(a, b) = p: the p-quantile of the beta distribution. Slower than Newton's method.
 * @throws RangeError
 */
export const betaQuantile = (a: number, b: number, p: number): number => {
  requireShape("a", a);
  requireShape("b", b);
  requireOpenShare("p", p);
  return leastNotBelow((x) => {
    const { lower, upper } = incompleteBeta(a, b, x);
    // Compared in the smaller tail, where the digits are.
    return p < 0.5 ? lower < p : upper > 1 - p;
  });
};

/**
 * The x with 1 - I_x(a, b) = tail, for tails so small that 1 - tail would lose their digits.
 * @throws RangeError
 */
export const betaUpperQuantile = (a: number, b: number, tail: number): number => {
  requireShape("a", a);
  requireShape("b", b);
  requireOpenShare("tail", tail);
  return leastNotBelow((x) => incompleteBeta(a, b, x).upper > tail);
};
