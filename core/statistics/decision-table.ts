import { binomialAtLeast, binomialAtMost, within } from "./binomial.ts";
import { requireCount, requireOpenShare } from "./guard.ts";
import { lastTrue } from "./last-true.ts";

/** What so many misses of n say of the long run; between the two they say nothing. */
export interface DecisionTable {
  /** Most misses with which "the p-quantile is within budget" is shown. Null: n is too small to show it at all. */
  readonly passAtMost: number | null;
  /** Fewest misses with which the contrary is shown. Null: n is too small for that. */
  readonly failAtLeast: number | null;
}

/**
 * Exact one-sided binomial test of a quantile against its budget, each way at level `alpha`: with a true share of misses
 * of 1 - p, `passAtMost` or fewer come with a chance of at most alpha, and so do `failAtLeast` or more. Members must be
 * independent; contacts of one queue are not, so a drill's verdict is the fact of `allowedMisses`, and this is for those
 * who want to speak of more than the drill.
 * @throws RangeError
 */
export const decisionTable = (n: number, p: number, alpha = 0.05): DecisionTable => {
  requireCount("n", n, 1);
  requireOpenShare("p", p);
  requireOpenShare("alpha", alpha);
  const passAtMost = lastTrue(0, n - 1, (misses) => within(binomialAtMost(misses, n, 1 - p, p), alpha));
  const hits = lastTrue(0, n - 1, (left) => within(binomialAtLeast(n - left, n, 1 - p, p), alpha));
  return { passAtMost, failAtLeast: hits === null ? null : n - hits };
};

/**
 * Least n for which a pass is possible, with no miss at all: p^n <= alpha; 5 for p50, 59 for p95, 299 for p99 at 5 %.
 * @throws RangeError
 */
export const minimumN = (p: number, alpha = 0.05): number => {
  requireOpenShare("p", p);
  requireOpenShare("alpha", alpha);
  const near = Math.max(1, Math.floor(Math.log(alpha) / Math.log(p)));
  for (let n = Math.max(1, near - 1); ; n++) if (within(p ** n, alpha)) return n;
};
