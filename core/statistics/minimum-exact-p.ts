import { requireCount } from "./guard.ts";

/**
 * The smallest two-sided P that an exact Mann-Whitney test of m against n values can give, when all of one lie above all
 * of the other: 2 / (m + n choose m). Above the level that is asked for, no outcome can be significant: with 3 against 3
 * it is 0.1.
 * @throws RangeError
 */
export const minimumExactP = (m: number, n = m): number => {
  requireCount("m", m, 1);
  requireCount("n", n, 1);
  let ways = 1;
  for (let k = 1; k <= Math.min(m, n); k++) ways = (ways * (Math.max(m, n) + k)) / k;
  return Math.min(1, 2 / ways);
};
