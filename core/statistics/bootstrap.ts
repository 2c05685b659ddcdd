import type { Rng } from "../contract/ports.ts";
import { requireCount, requireFinite, requireOpenShare } from "./guard.ts";
import { quantile } from "./quantile.ts";
import type { Interval } from "./share-interval.ts";

export interface BootstrapOptions {
  /** From a seed: the same seed gives the same interval. */
  readonly rng: Rng;
  /** How many samples are drawn again. */
  readonly resamples?: number;
  readonly confidence?: number;
}

export interface Bootstrap {
  /** The statistic of the sample itself. */
  readonly estimate: number;
  /** Standard deviation of the statistic over the resamples. */
  readonly standardError: number;
  /** Mean over the resamples less the estimate. */
  readonly bias: number;
  /** From quantile to quantile of the resamples (Efron 1979). */
  readonly percentile: Interval;
  /** The same mirrored at the estimate (Davison and Hinkley 1997, 5.6). */
  readonly basic: Interval;
}

/**
 * Nonparametric bootstrap of any statistic (Efron 1979): members are drawn from the sample with replacement, whole, so
 * that what belongs together stays together. Two-sided intervals by quantiles of type 6, (R + 1) p, as R's boot.ci takes
 * them. Members must be independent: contacts of one queue are not, drills are.
 *
 * @param sample at least one member, of any shape
 * @param statistic of a sample; must be finite for every resample
 * @throws RangeError for an empty sample, fewer than 2 resamples, or a statistic that is not finite
 */
export const bootstrap = <T>(
  sample: readonly T[],
  statistic: (members: readonly T[]) => number,
  { rng, resamples = 2000, confidence = 0.95 }: BootstrapOptions,
): Bootstrap => {
  requireCount("the sample's size", sample.length, 1);
  requireCount("resamples", resamples, 2);
  requireOpenShare("confidence", confidence);
  const estimate = statistic(sample);
  requireFinite("the statistic of the sample", estimate);
  const drawn = [...sample];
  const found = Float64Array.from({ length: resamples }, (_, index) => {
    for (let at = 0; at < drawn.length; at++) drawn[at] = sample[Math.floor(rng.next() * sample.length)] as T;
    const value = statistic(drawn);
    requireFinite(`the statistic of resample ${index}`, value);
    return value;
  }).sort();
  const mean = found.reduce((sum, value) => sum + value, 0) / resamples;
  const squares = found.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const tail = (1 - confidence) / 2;
  const [lower, upper] = [quantile(found, tail, 6), quantile(found, 1 - tail, 6)];
  return {
    ...{ estimate, standardError: Math.sqrt(squares / (resamples - 1)), bias: mean - estimate },
    ...{ percentile: [lower, upper], basic: [2 * estimate - upper, 2 * estimate - lower] },
  };
};
