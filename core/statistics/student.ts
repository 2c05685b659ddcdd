import { requireOpenShare } from "./guard.ts";
import { betaQuantile, betaUpperQuantile } from "./incomplete-beta.ts";

/** Below it the chance itself has digits that 1 less it has not. */
const TAIL = 0.25;

/**
 * The t that Student's distribution of `df` degrees of freedom exceeds with the chance `tail`, by the beta distribution of
 * df / (df + t^2) (DLMF 8.17; Student 1908). df > 0, whole or not; relative error about 1e-12.
 * @throws RangeError unless df > 0 and 0 < tail < 1
 */
export const studentUpperQuantile = (tail: number, df: number): number => {
  requireOpenShare("tail", tail);
  if (!(df > 0 && Number.isFinite(df))) throw new RangeError(`df is ${df}, must be above 0`);
  if (tail > 0.5) return -studentUpperQuantile(1 - tail, df);
  if (tail === 0.5) return 0;
  if (tail < TAIL) {
    const x = betaQuantile(df / 2, 0.5, 2 * tail);
    // With many degrees x is near 1; what it lacks is then known from the other end.
    if (x < 0.5) return Math.sqrt((df * (1 - x)) / x);
  }
  // 1 less twice the tail is exact from 0.25 to 0.5.
  const y = tail < TAIL ? betaUpperQuantile(0.5, df / 2, 2 * tail) : betaQuantile(0.5, df / 2, 1 - 2 * tail);
  return Math.sqrt((df * y) / (1 - y));
};
