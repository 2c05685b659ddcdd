import { requireCount, requireFinite, requireOpenShare } from "./guard.ts";
import type { Interval } from "./share-interval.ts";
import { studentUpperQuantile } from "./student.ts";

/** Two means over the same members, and how sure they are. */
export interface PairedMeans {
  readonly numerator: number;
  readonly denominator: number;
  /** Variances of the two means and their covariance: of the members', divided by n. */
  readonly numeratorVariance: number;
  readonly denominatorVariance: number;
  readonly covariance: number;
}

export interface RatioEstimate {
  readonly ratio: number;
  /** Null: not estimable at this confidence, since the denominator cannot be told from 0. */
  readonly interval: Interval | null;
}

/**
 * Interval of a ratio of two means whose errors are normal and may go together (Fieller 1954): the ratios r for which
 * numerator - r denominator is not further from 0 than `critical` standard errors. Where the denominator itself is not
 * further from 0 than that, they are no bounded interval, and there is none.
 *
 * @param critical so many standard errors: a quantile of Student's or the normal distribution
 * @throws RangeError for a figure that is not finite, a variance below 0, or a denominator of 0
 */
export const fiellerInterval = (means: PairedMeans, critical: number): RatioEstimate => {
  for (const [name, value] of Object.entries({ ...means, critical })) requireFinite(name, value);
  const { numerator: a, denominator: b, numeratorVariance, denominatorVariance, covariance } = means;
  if (numeratorVariance < 0 || denominatorVariance < 0) throw new RangeError("a variance is never below 0");
  if (b === 0) throw new RangeError("there is no ratio to nothing");
  const ratio = a / b;
  const square = critical * critical;
  // r^2 (b^2 - t^2 vb) - 2 r (a b - t^2 vab) + (a^2 - t^2 va) <= 0, in units of b^2.
  const lead = 1 - (square * denominatorVariance) / (b * b);
  if (!(lead > 0)) return { ratio, interval: null };
  const middle = (ratio - (square * covariance) / (b * b)) / lead;
  const variance = numeratorVariance - 2 * ratio * covariance + ratio * ratio * denominatorVariance;
  const inner = variance * lead + (square * (ratio * denominatorVariance - covariance) ** 2) / (b * b);
  const half = (Math.abs(critical) / Math.abs(b) / lead) * Math.sqrt(Math.max(0, inner));
  // Rounding must not push the estimate out of its own interval.
  return { ratio, interval: [Math.min(ratio, middle - half), Math.max(ratio, middle + half)] };
};

const meanOf = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index] ?? 0;
  return sum / values.length;
};

/**
 * Sum of `numerators` to sum of `denominators` over the same members, as cost per resolved contact is: what each contact
 * cost, and 1 or 0 for whether it was resolved. Two-sided, by Fieller's theorem with Student's t of n - 1 degrees.
 *
 * @param numerators one for each member; finite, in any unit
 * @param denominators of the same members, in the same order
 * @throws RangeError for fewer than 2 members, lists of different length, a value that is not finite, or a denominator
 *   whose sum is 0
 */
export const fiellerRatio = (
  numerators: ArrayLike<number>,
  denominators: ArrayLike<number>,
  confidence = 0.95,
): RatioEstimate => {
  const n = numerators.length;
  requireCount("n", n, 2);
  requireOpenShare("confidence", confidence);
  if (denominators.length !== n) throw new RangeError(`${n} numerators, but ${denominators.length} denominators`);
  for (let index = 0; index < n; index++) {
    requireFinite(`numerator ${index}`, numerators[index] ?? Number.NaN);
    requireFinite(`denominator ${index}`, denominators[index] ?? Number.NaN);
  }
  const [numerator, denominator] = [meanOf(numerators), meanOf(denominators)];
  let [numeratorVariance, denominatorVariance, covariance] = [0, 0, 0];
  for (let index = 0; index < n; index++) {
    const above = (numerators[index] ?? 0) - numerator;
    const below = (denominators[index] ?? 0) - denominator;
    numeratorVariance += above * above;
    denominatorVariance += below * below;
    covariance += above * below;
  }
  const scale = n * (n - 1);
  return fiellerInterval(
    {
      ...{ numerator, denominator, numeratorVariance: numeratorVariance / scale },
      ...{ denominatorVariance: denominatorVariance / scale, covariance: covariance / scale },
    },
    studentUpperQuantile((1 - confidence) / 2, n - 1),
  );
};
