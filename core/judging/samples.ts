import { createPackedNumbers } from "../metrics/packed-numbers.ts";

/** A growing list of numbers, packed: a million contacts must fit a judge's memory. */
export interface Samples {
  add(value: number): void;
  readonly length: number;
  /** A copy, ascending. */
  sorted(): Float64Array;
  /** A copy, in the order of adding. */
  values(): Float64Array;
}

export function createSamples(): Samples {
  const numbers = createPackedNumbers();
  return {
    add: numbers.add,
    get length() {
      return numbers.length;
    },
    sorted: () => numbers.copy().sort(),
    values: () => numbers.copy(),
  };
}
