import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Rng } from "../../core/contract/ports.ts";

/** Uniform numbers in [0, 1) from an integer seed (xoroshiro128+). */
export const seededRng = (seed: number): Rng => {
  const generator = xoroshiro128plus(seed);
  return { next: () => uniformFloat64(generator) };
};

/** Draws thrown away first: from a small seed the generator's first ones are near 1, whatever the seed. */
const WARM_UP_DRAWS = 16;

/** A stream of its own, by name, from the stack's seed; see `seededRng`. */
export const streamRng = (seed: number, stream: string): Rng => {
  let mixed = seed | 0;
  for (const letter of stream) mixed = Math.imul(mixed ^ (letter.codePointAt(0) ?? 0), 0x9e3779b1) ^ (mixed >>> 15);
  const rng = seededRng(mixed);
  for (let draw = 0; draw < WARM_UP_DRAWS; draw += 1) rng.next();
  return rng;
};
