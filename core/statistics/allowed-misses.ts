import { requireCount, requireOpenShare, requireShare } from "./guard.ts";

/**
 * Doubles cannot hold 0.95, so (1 - 0.95) * 60 is 3.0000000000000027 and (1 - 0.9) * 10 is 0.9999999999999998. No
 * product of a budget's share and a count of contacts that is truly below a whole number comes this near to it.
 */
const ROUNDING = 1e-9;

/**
 * Most misses among `n` with which "the p-quantile is within budget" holds as a fact of this drill: floor((1 - p) n).
 * A miss is an answer after the budget, or none. 0 <= p <= 1.
 * @throws RangeError
 */
export const allowedMisses = (n: number, p: number): number => {
  requireCount("n", n);
  requireShare("p", p);
  return Math.floor((1 - p) * n + ROUNDING);
};

/**
 * Least n for which an objective on the p-quantile allows a miss at all: ceil(1 / (1 - p)); 2 for p50, 20 for p95,
 * 100 for p99. Below it one contact decides, and the objective is unmeasured.
 * @throws RangeError
 */
export const leastN = (p: number): number => {
  requireOpenShare("p", p);
  return Math.ceil(1 / (1 - p) - ROUNDING);
};
