import { binomialAtMost } from "../../statistics/binomial.ts";

/** Share of a population that lies above its own p95. */
const ABOVE = 0.05;
/** One stretch in a hundred has more by chance. */
const LEVEL = 0.99;

/** How many of `n` may lie above their population's p95 by chance alone: the 99 % point of the binomial distribution. */
export function longerByChance(n: number): number {
  let count = 0;
  while (count < n && binomialAtMost(count, n, ABOVE) < LEVEL) count++;
  return count;
}
