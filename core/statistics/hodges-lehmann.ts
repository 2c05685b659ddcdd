import { requireOpenShare } from "./guard.ts";
import { requireSamples } from "./mann-whitney.ts";
import { midranks } from "./midranks.ts";
import { normalQuantile } from "./normal.ts";
import { kthDifference } from "./pairwise-differences.ts";
import { rankSumDistribution } from "./rank-sum-distribution.ts";

export interface ShiftEstimate {
  /** Median of all differences x_i - y_j: by how much x lies above y. */
  readonly shift: number;
  /** Limits; null: so few values cannot give an interval of this confidence. */
  readonly interval: readonly [lower: number, upper: number] | null;
  /** Whether the limits come from the exact distribution, or from the normal one. */
  readonly method: "exact" | "asymptotic";
}

/** R takes the exact distribution below so many values on each side. */
const SMALL = 50;
/** R's own guard of qwilcox. */
const ROUNDING = 10 * Number.EPSILON;

/**
 * Smallest q with P(U <= q) >= tail, R's qwilcox, which leaves less than the tail below the q-th difference. Where that is
 * none, the first difference will do if what lies below it is the tail and no more; 0: not even that.
 */
const exactRank = (m: number, n: number, tail: number): number => {
  const distribution = rankSumDistribution(m, n);
  let sum = 0;
  for (let q = 0; q < distribution.length; q++) {
    sum += distribution[q] ?? 0;
    if (sum >= tail - ROUNDING) return q === 0 && sum <= tail + ROUNDING ? 1 : q;
  }
  return distribution.length - 1;
};

/** Where the continuity-corrected statistic of the shifted samples crosses its critical value; ties within a sample stay. */
const normalRank = (x: Float64Array, y: Float64Array, tail: number): number => {
  const [m, n] = [x.length, y.length];
  const all = m + n;
  const tieTerm = midranks(x, []).tieTerm + midranks(y, []).tieTerm;
  const variance = ((m * n) / 12) * (all + 1 - tieTerm / (all * (all - 1)));
  return Math.ceil((m * n) / 2 - 0.5 + normalQuantile(tail) * Math.sqrt(variance));
};

/**
 * Hodges-Lehmann shift between two independent samples with its two-sided interval (Hodges and Lehmann 1963; Bauer 1972),
 * as R's wilcox.test: exact ranks for fewer than 50 values a side without ties, normal ones with continuity correction
 * otherwise. Where R gives the whole range and warns that the confidence cannot be had, there is no interval.
 * @throws RangeError for an empty sample or a value that is not finite
 */
export const hodgesLehmann = (x: ArrayLike<number>, y: ArrayLike<number>, confidence = 0.95): ShiftEstimate => {
  requireSamples(x, y);
  requireOpenShare("confidence", confidence);
  const [a, b] = [Float64Array.from(x).sort(), Float64Array.from(y).sort()];
  const pairs = a.length * b.length;
  const exact = a.length < SMALL && b.length < SMALL && midranks(a, b).tieTerm === 0;
  const tail = (1 - confidence) / 2;
  const rank = exact ? exactRank(a.length, b.length, tail) : normalRank(a, b, tail);
  const middle = [Math.ceil(pairs / 2), Math.floor(pairs / 2) + 1].map((k) => kthDifference(a, b, k));
  return {
    shift: ((middle[0] ?? 0) + (middle[1] ?? 0)) / 2,
    interval: rank < 1 ? null : [kthDifference(a, b, rank), kthDifference(a, b, pairs + 1 - rank)],
    method: exact ? "exact" : "asymptotic",
  };
};

/**
 * The same as a ratio x / y, on the log scale: for times and costs, where "25 % slower" means something and "3 s slower"
 * does not.
 * @throws RangeError also for values that are not above 0
 */
export const hodgesLehmannRatio = (
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  confidence = 0.95,
): {
  readonly ratio: number;
  readonly interval: ShiftEstimate["interval"];
  readonly method: ShiftEstimate["method"];
} => {
  const logs = (sample: ArrayLike<number>): number[] =>
    Array.from(sample, (value) => {
      if (!(value > 0)) throw new RangeError(`${value} has no ratio: it must be above 0`);
      return Math.log(value);
    });
  const { shift, interval, method } = hodgesLehmann(logs(x), logs(y), confidence);
  return {
    ratio: Math.exp(shift),
    interval: interval === null ? null : [Math.exp(interval[0]), Math.exp(interval[1])],
    method,
  };
};
