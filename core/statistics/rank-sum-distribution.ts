import { requireCount } from "./guard.ts";

/** Additions that an exact distribution may take: a second or so. */
const MOST_WORK = 2e8;

/** Whether the exact distribution is within reach. */
export const isExactFeasible = (m: number, n: number): boolean => (m * n * m * n) / 2 <= MOST_WORK;

/**
 * Exact distribution of the Mann-Whitney U of m against n values without ties: the probability of each U from 0 to m n,
 * by the recurrence f(m, n, u) = f(m - 1, n, u - n) + f(m, n - 1, u) (Mann and Whitney 1947). Only additions, so no
 * digit is lost.
 * @throws RangeError when it would take more than some 10,000 pairs
 */
export const rankSumDistribution = (m: number, n: number): Float64Array => {
  requireCount("m", m, 1);
  requireCount("n", n, 1);
  if (!isExactFeasible(m, n)) throw new RangeError(`${m} against ${n} is too much for the exact distribution`);
  const few = Math.min(m, n);
  const many = Math.max(m, n);
  const ways = Array.from({ length: few + 1 }, (_, j) => new Float64Array(j * many + 1));
  for (const list of ways) list[0] = 1;
  for (let size = 1; size <= many; size++) {
    for (let j = 1; j <= few; j++) {
      const [here, one] = [ways[j] ?? new Float64Array(), ways[j - 1] ?? new Float64Array()];
      for (let u = size; u <= j * size; u++) here[u] = (here[u] ?? 0) + (one[u - size] ?? 0);
    }
  }
  const last = ways[few] ?? new Float64Array();
  const total = last.reduce((sum, count) => sum + count, 0);
  return last.map((count) => count / total);
};
