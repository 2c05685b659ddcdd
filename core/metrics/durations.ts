import { createPackedNumbers } from "./packed-numbers.ts";

/** A growing list of numbers, packed, for a dozen lists of a million. */
export interface Durations {
  add(value: number): void;
  readonly length: number;
  /** How many hold. */
  count(holds: (value: number) => boolean): number;
  /** A copy, ascending, with `more` empty places behind. */
  sorted(more?: number): Float64Array;
}

export const createDurations = (): Durations => {
  const numbers = createPackedNumbers();
  return {
    add: numbers.add,
    get length() {
      return numbers.length;
    },
    count: (holds) => {
      let sum = 0;
      numbers.each((value) => {
        if (holds(value)) sum++;
      });
      return sum;
    },
    sorted: (more = 0) => {
      const all = numbers.copy(more);
      all.subarray(0, numbers.length).sort();
      return all;
    },
  };
};
