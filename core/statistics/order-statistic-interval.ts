import { binomialAtLeast, binomialAtMost, within } from "./binomial.ts";
import { requireCount, requireOpenShare } from "./guard.ts";
import { lastTrue } from "./last-true.ts";

/** Places in the sorted sample, from 1, that enclose a quantile; null: no such limit, the sample is too small for it. */
export interface OrderStatisticInterval {
  readonly ranks: readonly [lower: number | null, upper: number | null];
  /** Least chance that the interval holds the quantile; a missing limit reaches for ever. */
  readonly coverage: number;
}

/**
 * Distribution-free interval of the p-quantile from n independent values, by binomial ranks: each tail holds at most
 * (1 - confidence) / 2 (David and Nagaraja, Order Statistics, section 7.1; R's binomial ranks). Exact for continuous
 * values, more than its confidence where values are tied.
 * @throws RangeError
 */
export const orderStatisticInterval = (n: number, p: number, confidence = 0.95): OrderStatisticInterval => {
  requireCount("n", n, 1);
  requireOpenShare("p", p);
  requireOpenShare("confidence", confidence);
  const tail = (1 - confidence) / 2;
  const below = (rank: number): number => binomialAtMost(rank - 1, n, p);
  const above = (rank: number): number => binomialAtLeast(rank, n, p);
  const lower = lastTrue(1, n, (rank) => within(below(rank), tail));
  const enough = lastTrue(0, n - 1, (back) => within(above(n - back), tail));
  const upper = enough === null ? null : n - enough;
  return {
    ranks: [lower, upper],
    coverage: 1 - (lower === null ? 0 : below(lower)) - (upper === null ? 0 : above(upper)),
  };
};

/**
 * The interval in the sample's own unit; null where there is no limit.
 * @param sorted ascending, at least one value
 * @throws RangeError
 */
export const quantileInterval = (
  sorted: ArrayLike<number>,
  p: number,
  confidence = 0.95,
): readonly [lower: number | null, upper: number | null] => {
  const [lower, upper] = orderStatisticInterval(sorted.length, p, confidence).ranks;
  return [lower === null ? null : (sorted[lower - 1] ?? null), upper === null ? null : (sorted[upper - 1] ?? null)];
};
