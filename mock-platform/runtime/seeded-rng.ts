import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Rng } from "../../core/contract/ports.ts";

/** Uniform numbers in [0, 1) from an integer seed (xoroshiro128+). */
export const seededRng = (seed: number): Rng => {
  const generator = xoroshiro128plus(seed);
  return { next: () => uniformFloat64(generator) };
};
