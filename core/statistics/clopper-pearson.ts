import { betaQuantile } from "./incomplete-beta.ts";
import { type Interval, requireShareOf } from "./share-interval.ts";

/**
 * Exact interval of a share, k of n (Clopper and Pearson 1934), two-sided: never less than its confidence. For verdicts.
 * @throws RangeError unless 0 <= k <= n and n >= 1
 */
export const clopperPearson = (k: number, n: number, confidence = 0.95): Interval => {
  requireShareOf(k, n, confidence);
  const oneSided = (1 + confidence) / 2;
  return [shareAtLeast(k, n, oneSided), shareAtMost(k, n, oneSided)];
};

/**
 * One-sided exact lower bound: with `confidence` the share is no less. 0 when k = 0.
 * @throws RangeError unless 0 <= k <= n and n >= 1
 */
export const shareAtLeast = (k: number, n: number, confidence = 0.95): number => {
  requireShareOf(k, n, confidence);
  return k === 0 ? 0 : betaQuantile(k, n - k + 1, 1 - confidence);
};

/**
 * One-sided exact upper bound: with `confidence` the share is no more. 1 when k = n.
 * @throws RangeError unless 0 <= k <= n and n >= 1
 */
export const shareAtMost = (k: number, n: number, confidence = 0.95): number => {
  requireShareOf(k, n, confidence);
  // Mirrored, so that the small tail and not its complement is looked up.
  return k === n ? 1 : 1 - betaQuantile(n - k, k + 1, 1 - confidence);
};
