/**
 * The last whole number from `from` to `to` for which `holds` is true, where it is true up to some number and false from
 * there on; null when it is true for none.
 */
export const lastTrue = (from: number, to: number, holds: (value: number) => boolean): number | null => {
  if (from > to || !holds(from)) return null;
  let low = from;
  let high = to;
  while (low < high) {
    const middle = low + Math.ceil((high - low) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
};
