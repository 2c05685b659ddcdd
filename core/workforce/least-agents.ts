import { requireCount } from "../statistics/guard.ts";

/**
 * The smallest number of agents, from `from` upwards, for which `enough` holds; null when not even `most` are. `enough`
 * must stay true once it is: more agents never make a desk worse.
 *
 * @throws RangeError
 */
export const leastAgents = (enough: (agents: number) => boolean, from = 1, most = 100_000): number | null => {
  requireCount("from", from, 1);
  requireCount("most", most, from);
  let low = from;
  let high = from;
  for (let step = 1; !enough(high); step *= 2) {
    if (high === most) return null;
    low = high + 1;
    high = Math.min(most, high + step);
  }
  while (low < high) {
    const middle = low + Math.floor((high - low) / 2);
    if (enough(middle)) high = middle;
    else low = middle + 1;
  }
  return high;
};
