/** Rows of a block; blocks are never copied, so growth costs no second store. */
const BLOCK = 1 << 16;

interface Block {
  readonly at: Float64Array;
  readonly what: Int32Array;
  readonly next: Int32Array;
}

/**
 * Chains of (time, code) rows, sixteen bytes each: a log interleaves a million contacts, any of which may go on later, so
 * all must be held until its end.
 */
export interface PackedEvents {
  /** Chains are numbered from 0, without gaps, and begin with their first event. */
  append(chain: number, atMs: number, what: number): void;
  /** In the order of appending. */
  read(chain: number, take: (atMs: number, what: number) => void): void;
}

const NONE = -1;

export const createPackedEvents = (): PackedEvents => {
  const blocks: Block[] = [];
  let rows = 0;
  let ends = new Int32Array(1024).fill(NONE);
  const blockOf = (row: number): Block => {
    const block = blocks[row >> 16];
    if (block === undefined) throw new RangeError(`no row ${row}`);
    return block;
  };
  return {
    append: (chain, atMs, what) => {
      if (chain * 2 + 2 > ends.length) {
        const larger = new Int32Array(Math.max(ends.length * 2, chain * 2 + 2)).fill(NONE);
        larger.set(ends);
        ends = larger;
      }
      if ((rows & (BLOCK - 1)) === 0)
        blocks.push({ at: new Float64Array(BLOCK), what: new Int32Array(BLOCK), next: new Int32Array(BLOCK) });
      const row = rows++;
      const block = blockOf(row);
      const place = row & (BLOCK - 1);
      block.at[place] = atMs;
      block.what[place] = what;
      block.next[place] = NONE;
      const last = ends[chain * 2 + 1] ?? NONE;
      if (last === NONE) ends[chain * 2] = row;
      else blockOf(last).next[last & (BLOCK - 1)] = row;
      ends[chain * 2 + 1] = row;
    },
    read: (chain, take) => {
      for (let row = ends[chain * 2] ?? NONE; row !== NONE; ) {
        const block = blockOf(row);
        const place = row & (BLOCK - 1);
        take(block.at[place] ?? Number.NaN, block.what[place] ?? NONE);
        row = block.next[place] ?? NONE;
      }
    },
  };
};
