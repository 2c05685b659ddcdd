const BLOCK = 1 << 14;

/** A growing list of numbers in blocks: eight bytes each and no copy while it grows, for a dozen lists of a million. */
export interface Durations {
  add(value: number): void;
  readonly length: number;
  /** How many hold. */
  count(holds: (value: number) => boolean): number;
  /** A copy, ascending, with `more` empty places behind. */
  sorted(more?: number): Float64Array;
}

export const createDurations = (): Durations => {
  const full: Float64Array[] = [];
  let last = new Float64Array(0);
  let used = 0;
  const lists = (): readonly Float64Array[] => [...full, last.subarray(0, used)];
  return {
    add: (value) => {
      if (used === last.length) {
        if (used > 0) full.push(last);
        last = new Float64Array(full.length === 0 && used === 0 ? 64 : BLOCK);
        used = 0;
      }
      last[used++] = value;
    },
    get length() {
      return full.reduce((sum, block) => sum + block.length, used);
    },
    count: (holds) => {
      let sum = 0;
      for (const list of lists()) for (const value of list) if (holds(value)) sum++;
      return sum;
    },
    sorted: (more = 0) => {
      const blocks = lists();
      const length = blocks.reduce((sum, block) => sum + block.length, 0);
      const all = new Float64Array(length + more);
      let at = 0;
      for (const block of blocks) {
        all.set(block, at);
        at += block.length;
      }
      all.subarray(0, length).sort();
      return all;
    },
  };
};
