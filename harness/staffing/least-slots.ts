/**
 * The fewest slots, from 1 to `most`, for which `enough` holds, searched outwards from `guess`; null when not even
 * `most` are. `enough` should stay true once it is.
 */
export async function leastSlots(
  enough: (slots: number) => Promise<boolean>,
  guess: number,
  most: number,
): Promise<number | null> {
  if (most < 1) return null;
  let high = Math.max(1, Math.min(guess, most));
  /** Not enough, or 0. */
  let low = 0;
  for (let step = 1; !(await enough(high)); step *= 2) {
    if (high === most) return null;
    low = high;
    high = Math.min(most, high + step);
  }
  for (let step = 1; low === 0 && high > 1; step *= 2) {
    const lower = Math.max(1, high - step);
    if (await enough(lower)) high = lower;
    else low = lower;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (await enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}
