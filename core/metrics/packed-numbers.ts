/** A growing list of numbers, each of which comes out as it went in. */
export interface PackedNumbers {
  add(value: number): void;
  readonly length: number;
  /** In the order of adding. */
  each(take: (value: number) => void): void;
  /** All of them in the order of adding, with `more` empty places behind. */
  copy(more?: number): Float64Array;
}

/** Rows of a block that is not packed yet. */
const BLOCK = 1 << 12;
const FIRST = 64;

/** What changes no number that it is added to, not even zero below nothing. */
const NOTHING = -0;

interface Block {
  readonly base: number;
  readonly values: Float64Array | Uint32Array | Uint16Array | Uint8Array;
}

/**
 * Numbers in blocks; a full block of whole numbers that lie near one another, as times of day and waits in milliseconds
 * do, is kept as what each is above the least of them: one, two or four bytes for eight. Blocks are never copied, so
 * that growth costs no second store.
 */
export const createPackedNumbers = (): PackedNumbers => {
  const full: Block[] = [];
  let fullLength = 0;
  let last = new Float64Array(FIRST);
  let used = 0;

  const makeRoom = (): void => {
    if (last.length < BLOCK) {
      const larger = new Float64Array(last.length * 4);
      larger.set(last);
      last = larger;
      return;
    }
    const block = packed(last);
    full.push(block);
    fullLength += used;
    used = 0;
    // A block that could not be packed is itself the store.
    if (block.values === last) last = new Float64Array(BLOCK);
  };

  return {
    add: (value) => {
      if (used === last.length) makeRoom();
      last[used++] = value;
    },
    get length() {
      return fullLength + used;
    },
    each: (take) => {
      for (const { base, values } of full) for (let at = 0; at < values.length; at++) take(base + (values[at] ?? 0));
      for (let at = 0; at < used; at++) take(last[at] ?? 0);
    },
    copy: (more = 0) => {
      const all = new Float64Array(fullLength + used + more);
      let next = 0;
      for (const { base, values } of full)
        for (let at = 0; at < values.length; at++) all[next++] = base + (values[at] ?? 0);
      all.set(last.subarray(0, used), next);
      return all;
    },
  };
};

function packed(values: Float64Array): Block {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    // Zero below nothing would come back as zero, and beyond 2^53 sums are rounded.
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) return { base: NOTHING, values };
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const spread = most - least;
  const above = spread < 256 ? Uint8Array : spread < 65_536 ? Uint16Array : spread < 2 ** 32 ? Uint32Array : null;
  return above === null
    ? { base: NOTHING, values }
    : { base: least, values: new above(values.map((value) => value - least)) };
}
