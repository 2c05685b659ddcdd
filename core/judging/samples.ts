/** A growing list of numbers at eight bytes each: a million contacts must fit a judge's memory. */
export interface Samples {
  add(value: number): void;
  readonly length: number;
  /** A copy, ascending. */
  sorted(): Float64Array;
  /** In the order of adding. */
  values(): Float64Array;
}

export function createSamples(): Samples {
  let store = new Float64Array(256);
  let length = 0;
  return {
    add: (value) => {
      if (length === store.length) {
        const larger = new Float64Array(store.length * 2);
        larger.set(store);
        store = larger;
      }
      store[length++] = value;
    },
    get length() {
      return length;
    },
    sorted: () => store.slice(0, length).sort(),
    values: () => store.slice(0, length),
  };
}
