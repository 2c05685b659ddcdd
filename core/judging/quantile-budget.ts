import { quantile } from "../statistics/quantile.ts";
import { createSamples } from "./samples.ts";

/**
 * One budget on a quantile as a count of misses: "p95 <= 60 s" is at most 5 % of n later or never. Times are
 * milliseconds; the quantile (type 7) over all n, with the unanswered as infinitely late, is only the picture.
 */
export interface QuantileBudget {
  /** One member of the population; null when it never was answered. */
  add(timeMs: number | null): void;
  readonly n: number;
  readonly limitMs: number;
  misses(): number;
  /** Type 7 quantile in milliseconds; null when it falls among the unanswered or nothing was added. */
  quantile(): number | null;
  /** Times of those that were answered, ascending. */
  times(): Float64Array;
}

export function createQuantileBudget(p: number, limitMs: number): QuantileBudget {
  const samples = createSamples();
  let never = 0;
  let misses = 0;
  return {
    limitMs,
    add: (timeMs) => {
      if (timeMs === null || !Number.isFinite(timeMs)) never++;
      else samples.add(timeMs);
      if (timeMs === null || !(timeMs <= limitMs)) misses++;
    },
    get n() {
      return samples.length + never;
    },
    misses: () => misses,
    quantile: () => {
      const sorted = samples.sorted();
      const n = sorted.length + never;
      if (n === 0) return null;
      // Those never answered stand at the end, infinitely late: a quantile that reaches them has no value.
      if (Math.ceil((n - 1) * p) >= sorted.length) return null;
      const padded = new Float64Array(n).fill(sorted.at(-1) ?? 0);
      padded.set(sorted);
      return quantile(padded, p, 7);
    },
    times: () => samples.sorted(),
  };
}
