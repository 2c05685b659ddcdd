import { normalQuantile } from "./normal.ts";
import { type Interval, requireShareOf } from "./share-interval.ts";

/**
 * Score interval of a share, k of n (Wilson 1927), two-sided. For show: near its confidence on average, less at some
 * shares. Of k = 0 the lower end is 0, of k = n the upper is 1.
 * @throws RangeError unless 0 <= k <= n and n >= 1
 */
export const wilson = (k: number, n: number, confidence = 0.95): Interval => {
  requireShareOf(k, n, confidence);
  const z = -normalQuantile((1 - confidence) / 2);
  const square = z * z;
  const centre = (k + square / 2) / (n + square);
  const half = (z / (n + square)) * Math.sqrt((k * (n - k)) / n + square / 4);
  return [k === 0 ? 0 : Math.max(0, centre - half), k === n ? 1 : Math.min(1, centre + half)];
};
