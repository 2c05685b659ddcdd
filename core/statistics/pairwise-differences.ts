interface Split {
  /** Pairs (i, j) with x_i - y_j <= limit. */
  readonly count: number;
  /** The largest difference up to the limit, and the smallest beyond it; infinite where there is none. */
  readonly below: number;
  readonly above: number;
}

/** One walk over both samples: as x grows, fewer y are near enough. */
const split = (x: Float64Array, y: Float64Array, limit: number): Split => {
  let count = 0;
  let below = Number.NEGATIVE_INFINITY;
  let above = Number.POSITIVE_INFINITY;
  let first = 0;
  for (const value of x) {
    while (first < y.length && value - (y[first] ?? 0) > limit) first++;
    count += y.length - first;
    if (first < y.length) below = Math.max(below, value - (y[first] ?? 0));
    if (first > 0) above = Math.min(above, value - (y[first - 1] ?? 0));
  }
  return { count, below, above };
};

/**
 * The k-th smallest of the differences x_i - y_j, k from 1, without making the list of them: bisection on the value, from
 * one real difference to another.
 *
 * @param x ascending, finite
 * @param y ascending, finite
 */
export const kthDifference = (x: Float64Array, y: Float64Array, k: number): number => {
  const pairs = x.length * y.length;
  if (!(Number.isSafeInteger(k) && k >= 1 && k <= pairs)) throw new RangeError(`k is ${k}, of ${pairs} differences`);
  let low = (x[0] ?? 0) - (y.at(-1) ?? 0);
  let high = (x.at(-1) ?? 0) - (y[0] ?? 0);
  if (split(x, y, low).count >= k) return low;
  // The k-th difference lies above `low`, and `high` is a difference that is not below it.
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return high;
    const { count, below, above } = split(x, y, middle);
    if (count >= k) high = below;
    else if (above >= high) return high;
    else low = middle;
  }
};
