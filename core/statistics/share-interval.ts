import { requireCount, requireOpenShare } from "./guard.ts";

export type Interval = readonly [lower: number, upper: number];

/** @throws RangeError unless 0 <= k <= n, n >= 1 and 0 < confidence < 1 */
export const requireShareOf = (k: number, n: number, confidence: number): void => {
  requireCount("n", n, 1);
  requireCount("k", k);
  if (k > n) throw new RangeError(`k is ${k}, must be at most n = ${n}`);
  requireOpenShare("confidence", confidence);
};
