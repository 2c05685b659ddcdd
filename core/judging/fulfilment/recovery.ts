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
  /** p95 of what matters took before the fault (type 7), simulated milliseconds; null when it cannot be said. */
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

/**
 * When matters take no longer than before the fault again: the first stretch of `HOLD_MS` after it in which no more of
 * those that come take longer than the control's p95 than chance alone would have it. A stretch must lie within the
 * same arrivals; a partner that nobody asks is not well, since what is only promised is not resolved.
 */
export function timeToRecover(sojourns: readonly Sojourn[], { control, recover }: RecoverySpans): Recovery {
  const before = createQuantileBudget(0.95, 0);
  for (const one of sojourns) if (one.atMs >= control.fromMs && one.atMs < control.toMs) before.add(one.tookMs);
  const limitMs = before.quantile();
  if (limitMs === null) return { limitMs, n: before.n, afterMs: null };
  for (let from = recover.fromMs; from + HOLD_MS <= recover.toMs; from += STEP_MS) {
    const stretch = sojourns.filter(({ atMs }) => atMs >= from && atMs < from + HOLD_MS);
    const longer = stretch.filter(({ tookMs }) => tookMs === null || tookMs > limitMs).length;
    if (stretch.length >= LEAST_IN_STRETCH && longer <= longerByChance(stretch.length))
      return { limitMs, n: before.n, afterMs: from - recover.fromMs };
  }
  return { limitMs, n: before.n, afterMs: null };
}
