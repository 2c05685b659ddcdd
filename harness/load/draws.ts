import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Rng } from "../../core/contract/ports.ts";
import type { LogNormal } from "../../core/schema/plan.ts";

/** Splits one seed into independent streams by name, so that adding a draw in one place moves no other. */
export function createRng(seed: number, stream: string): Rng {
  let mixed = seed | 0;
  for (let index = 0; index < stream.length; index++)
    mixed = Math.imul(mixed ^ stream.charCodeAt(index), 0x9e3779b1) ^ (mixed >>> 15);
  const generator = xoroshiro128plus(mixed);
  return { next: () => ((generator.next() >>> 0) * 2 ** 21 + ((generator.next() >>> 0) >>> 11)) / 2 ** 53 };
}

/** A standard normal draw (Box and Muller 1958). */
const normal = (rng: Rng): number => Math.sqrt(-2 * Math.log(1 - rng.next())) * Math.cos(2 * Math.PI * rng.next());

/** A log-normal draw in simulated milliseconds. */
export const drawLogNormalMs = (rng: Rng, time: LogNormal): number =>
  time.medianSec * 1000 * Math.exp(time.sigma * normal(rng));

/** In place, unbiased (Fisher and Yates). */
export function shuffle<T>(items: T[], rng: Rng): T[] {
  for (let index = items.length - 1; index > 0; index--) {
    const other = Math.floor(rng.next() * (index + 1));
    const held = items[index] as T;
    items[index] = items[other] as T;
    items[other] = held;
  }
  return items;
}

/** `n` names in the proportions of `weights`, whole numbers by largest remainder, shuffled. */
export function drawMix<T extends string>(n: number, weights: ReadonlyMap<T, number>, rng: Rng): T[] {
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  if (total <= 0 || n <= 0) return [];
  const shares = [...weights].map(([name, weight]) => ({ name, exact: (weight / total) * n, jitter: rng.next() }));
  const counts = new Map(shares.map(({ name, exact }) => [name, Math.floor(exact)]));
  const left = n - [...counts.values()].reduce((sum, count) => sum + count, 0);
  const byRemainder = [...shares].sort((a, b) => (b.exact % 1) - (a.exact % 1) || a.jitter - b.jitter);
  for (const { name } of byRemainder.slice(0, left)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return shuffle(
    [...counts].flatMap(([name, count]) => new Array<T>(count).fill(name)),
    rng,
  );
}

export const pick = <T>(items: readonly T[], rng: Rng): T => {
  const item = items[Math.floor(rng.next() * items.length)];
  if (item === undefined) throw new RangeError("nothing to pick from");
  return item;
};
