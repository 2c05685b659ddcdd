import { requireCount, requireShare } from "./guard.ts";
import { incompleteBeta } from "./incomplete-beta.ts";

/**
 * P(X <= k) of the binomial distribution: k or fewer of n, each with probability p. Exact up to rounding (relative error
 * of the smaller tail about 1e-13) for n up to 1e6 and beyond, by the incomplete beta function (DLMF 8.17.5).
 * @param q 1 - p, where it is known better than a subtraction would give it
 * @throws RangeError unless 0 <= k <= n and 0 <= p <= 1
 */
export const binomialAtMost = (k: number, n: number, p: number, q = 1 - p): number => {
  requireCount("n", n);
  requireCount("k", k);
  requireShare("p", p);
  if (k > n) throw new RangeError(`k is ${k}, must be at most n = ${n}`);
  return k === n ? 1 : incompleteBeta(n - k, k + 1, q, p).lower;
};

/**
 * P(X >= k) of the binomial distribution.
 * @throws RangeError unless 0 <= k <= n and 0 <= p <= 1
 */
export const binomialAtLeast = (k: number, n: number, p: number, q = 1 - p): number => {
  requireCount("n", n);
  requireCount("k", k);
  requireShare("p", p);
  if (k > n) throw new RangeError(`k is ${k}, must be at most n = ${n}`);
  return k === 0 ? 1 : incompleteBeta(k, n - k + 1, p, q).lower;
};

/** Doubles cannot hold 0.05; a tail that is truly no more than alpha exceeds it by no more than this part. */
const ROUNDING = 1e-12;

/** Whether a tail is within `alpha`, however the last digit fell. */
export const within = (tail: number, alpha: number): boolean => tail <= alpha * (1 + ROUNDING);
