import { requireCount } from "./guard.ts";
import { incompleteGamma } from "./incomplete-gamma.ts";

/**
 * P(X > x) of the chi-squared distribution, by Q(df / 2, x / 2) (DLMF 8.2.4). Relative error about 1e-13, also far out.
 * @throws RangeError unless df is a whole number of at least 1 and x >= 0
 */
export const chiSquaredUpperTail = (x: number, df: number): number => {
  requireCount("df", df, 1);
  if (!(x >= 0)) throw new RangeError(`x is ${x}, must not be below 0`);
  return incompleteGamma(df / 2, x / 2).upper;
};
