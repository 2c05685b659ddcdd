import { binomialAtMost } from "../../statistics/binomial.ts";
import { createQuantileBudget } from "../quantile-budget.ts";
import { longerByChance } from "./longer-by-chance.ts";

/** One matter: when it came and how long it took, simulated milliseconds; null for one that was never resolved. */
export interface Sojourn {
  readonly atMs: number;
  readonly tookMs: number | null;
}

export interface RecoverySpans {
  readonly control: { readonly fromMs: number; readonly toMs: number };
  readonly recover: { readonly fromMs: number; readonly toMs: number };
}

export interface Recovery {
  /** What matters took before the fault: `highestP95` of it, simulated milliseconds; null when it cannot be said. */
  readonly limitMs: number | null;
  readonly n: number;
  /** From the end of the fault to the first stretch that is as before; null when there was none. */
  readonly afterMs: number | null;
}

/** How long it must hold; simulated. */
export const HOLD_MS = 50_000;
const STEP_MS = 2500;
/** Fewer say nothing about their p95. */
const LEAST_IN_STRETCH = 5;

/** How sure one may be that the control's p95 lies no higher. */
const SURE = 0.9;

/**
 * The highest that the p95 of these may be: the order statistic that is above it in nine of ten samples, the longest of
 * all where they are few (Conover, Practical Nonparametric Statistics, 3.2). Null when the p95 itself is among those that
 * were never resolved.
 */
export function highestP95(tookMs: readonly (number | null)[]): number | null {
  const budget = createQuantileBudget(0.95, 0);
  for (const took of tookMs) budget.add(took);
  const p95 = budget.quantile();
  const { n } = budget;
  let rank = 1;
  while (rank < n && binomialAtMost(rank - 1, n, 0.95) < SURE) rank++;
  return p95 === null ? null : (budget.times()[rank - 1] ?? p95);
}

/**
 * When matters take no longer than before the fault again: the first stretch of `HOLD_MS` after it in which no more of
 * those that come take longer than the control's highest p95 than chance alone would have it. A stretch must lie within the
 * same arrivals; a partner that nobody asks is not well, since what is only promised is not resolved.
 */
export function timeToRecover(sojourns: readonly Sojourn[], { control, recover }: RecoverySpans): Recovery {
  const before = sojourns.filter(({ atMs }) => atMs >= control.fromMs && atMs < control.toMs);
  const n = before.length;
  const limitMs = highestP95(before.map(({ tookMs }) => tookMs));
  if (limitMs === null) return { limitMs, n, afterMs: null };
  for (let from = recover.fromMs; from + HOLD_MS <= recover.toMs; from += STEP_MS) {
    const stretch = sojourns.filter(({ atMs }) => atMs >= from && atMs < from + HOLD_MS);
    const longer = stretch.filter(({ tookMs }) => tookMs === null || tookMs > limitMs).length;
    if (stretch.length >= LEAST_IN_STRETCH && longer <= longerByChance(stretch.length))
      return { limitMs, n, afterMs: from - recover.fromMs };
  }
  return { limitMs, n, afterMs: null };
}
