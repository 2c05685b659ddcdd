import { requireFinite } from "./guard.ts";
import { midranks } from "./midranks.ts";
import { normalUpperTail } from "./normal.ts";
import { isExactFeasible, rankSumDistribution } from "./rank-sum-distribution.ts";

export interface MannWhitneyOptions {
  /** `greater`: x tends to be larger than y. */
  readonly alternative?: "two-sided" | "less" | "greater";
  /** `auto`: exact for no ties and at most 8 values on a side, else asymptotic (SciPy's rule). */
  readonly method?: "auto" | "exact" | "asymptotic";
  /** Takes half a step off the asymptotic statistic. */
  readonly continuity?: boolean;
}

export interface MannWhitney {
  /** Pairs in which x is the larger, half of those that are tied. */
  readonly u1: number;
  readonly u2: number;
  /** Null: not defined, since all values are the same and nothing is taken off. */
  readonly p: number | null;
  readonly method: "exact" | "asymptotic";
}

/** @throws RangeError for an empty sample or a value that is not finite */
export const requireSamples = (x: ArrayLike<number>, y: ArrayLike<number>): void => {
  for (const [name, sample] of [
    ["x", x],
    ["y", y],
  ] as const) {
    if (sample.length === 0) throw new RangeError(`${name} is empty`);
    for (let index = 0; index < sample.length; index++) requireFinite(`${name}[${index}]`, sample[index] ?? Number.NaN);
  }
};

/** SciPy calls more than so many values on both sides large. */
const SMALL = 8;

/**
 * Mann-Whitney U test of two independent samples (Mann and Whitney 1947), with SciPy's conventions: two-sided is twice
 * the larger side, at most 1; ties correct the asymptotic variance and are *not* corrected for in the exact distribution,
 * where a half U is taken down to the whole one below.
 * @throws RangeError for an empty sample, a value that is not finite, or samples too large for `exact`
 */
export const mannWhitney = (
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { alternative = "two-sided", method = "auto", continuity = true }: MannWhitneyOptions = {},
): MannWhitney => {
  requireSamples(x, y);
  const [m, n] = [x.length, y.length];
  const { firstSum, tieTerm } = midranks(x, y);
  const u1 = firstSum - (m * (m + 1)) / 2;
  const u2 = m * n - u1;
  const u = alternative === "greater" ? u1 : alternative === "less" ? u2 : Math.max(u1, u2);
  const sides = alternative === "two-sided" ? 2 : 1;
  const small = (m <= SMALL || n <= SMALL) && tieTerm === 0 && isExactFeasible(m, n);
  if (method === "exact" || (method === "auto" && small)) {
    const tail = rankSumDistribution(m, n)
      .subarray(Math.floor(u))
      .reduce((sum, share) => sum + share, 0);
    return { u1, u2, p: Math.min(1, sides * tail), method: "exact" };
  }
  const all = m + n;
  const variance = ((m * n) / 12) * (all + 1 - tieTerm / (all * (all - 1)));
  const above = u - (m * n) / 2 - (continuity ? 0.5 : 0);
  const z = variance > 0 ? above / Math.sqrt(variance) : above === 0 ? Number.NaN : above * Number.POSITIVE_INFINITY;
  const p = Math.min(1, sides * normalUpperTail(z));
  return { u1, u2, p: Number.isNaN(p) ? null : p, method: "asymptotic" };
};
