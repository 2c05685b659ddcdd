/** Ranks of the values of two samples taken together, from 1; tied values share the mean of their ranks. */
export interface Midranks {
  /** Sum of the ranks of the first sample. */
  readonly firstSum: number;
  /** Sum of t^3 - t over groups of t tied values; 0 without ties. */
  readonly tieTerm: number;
}

export const midranks = (x: ArrayLike<number>, y: ArrayLike<number>): Midranks => {
  const [a, b] = [Float64Array.from(x).sort(), Float64Array.from(y).sort()];
  let firstSum = 0;
  let tieTerm = 0;
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    const value = Math.min(a[i] ?? Number.POSITIVE_INFINITY, b[j] ?? Number.POSITIVE_INFINITY);
    const before = i + j;
    const firstBefore = i;
    while (i < a.length && a[i] === value) i++;
    while (j < b.length && b[j] === value) j++;
    const tied = i + j - before;
    firstSum += (i - firstBefore) * (before + (tied + 1) / 2);
    tieTerm += tied ** 3 - tied;
  }
  return { firstSum, tieTerm };
};
