import { requireFinite, requireShare } from "./guard.ts";

/** The estimators of Hyndman and Fan 1996 that are in use; a report names the one that it shows (type 7). */
export type QuantileType = 1 | 2 | 4 | 5 | 6 | 7 | 8 | 9;

/** Where the p-quantile lies among n order statistics, from 1, by type: n p + m (Hyndman and Fan 1996, table 1). */
const position = (type: QuantileType, n: number, p: number): number => {
  switch (type) {
    case 1:
    case 2:
    case 4:
      return n * p;
    case 5:
      return n * p + 0.5;
    case 6:
      return (n + 1) * p;
    case 7:
      return (n - 1) * p + 1;
    case 8:
      return (n + 1 / 3) * p + 1 / 3;
    case 9:
      return (n + 0.25) * p + 0.375;
  }
};

/** Products such as 10 * 0.3 miss their whole number by a rounding error; R guards with the same size. */
const FUZZ = 4 * Number.EPSILON;

/**
 * The p-quantile of `sorted` (ascending, finite, at least one), 0 <= p <= 1.
 * @throws RangeError for an empty list, a p outside of [0, 1], or an end that is not finite
 */
export const quantile = (sorted: ArrayLike<number>, p: number, type: QuantileType): number => {
  const n = sorted.length;
  if (n === 0) throw new RangeError("there is no quantile of nothing");
  requireShare("p", p);
  requireFinite("first", sorted[0] ?? Number.NaN);
  requireFinite("last", sorted[n - 1] ?? Number.NaN);
  const at = (place: number): number => sorted[Math.min(n, Math.max(1, place)) - 1] ?? Number.NaN;
  const where = position(type, n, p);
  const below = Math.floor(where + FUZZ * Math.max(1, where));
  const fraction = where - below;
  const whole = Math.abs(fraction) <= FUZZ * Math.max(1, where);
  if (type === 1) return whole ? at(below) : at(below + 1);
  if (type === 2) return whole ? (at(below) + at(below + 1)) / 2 : at(below + 1);
  return whole ? at(below) : at(below) + fraction * (at(below + 1) - at(below));
};
