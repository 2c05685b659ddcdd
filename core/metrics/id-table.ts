import { idHash } from "../judging/id-hash.ts";

/**
 * Numbers for ids, from 0 in the order of their first coming: their bytes in one pool and a table of places, some thirty
 * bytes an id where a map of strings takes seventy and makes the collector walk a million of them. Ids are ASCII, as the
 * wire's are.
 */
export interface IdTable {
  /** The id's number; -1 when it never came. */
  find(id: string): number;
  /** The id's number, given to it now if it never came. */
  add(id: string): number;
  /** The id of a number. */
  name(number: number): string;
  readonly size: number;
}

const doubled = <T extends Uint8Array | Int32Array>(old: T, make: (length: number) => T, least: number): T => {
  const larger = make(Math.max(old.length * 2, least));
  larger.set(old);
  return larger;
};

export const createIdTable = (): IdTable => {
  let pool = new Uint8Array(4096);
  /** Where each id begins; its end is where the next begins. */
  let starts = new Int32Array(257);
  /** Number + 1 by hash, open addressing; 0: free. At most half full. */
  let slots = new Int32Array(512);
  let size = 0;

  const isAt = (number: number, id: string): boolean => {
    const from = starts[number] ?? 0;
    if ((starts[number + 1] ?? 0) - from !== id.length) return false;
    for (let index = 0; index < id.length; index++) if (pool[from + index] !== id.charCodeAt(index)) return false;
    return true;
  };
  const name = (number: number): string => {
    if (!(number >= 0 && number < size)) throw new RangeError(`no id has the number ${number}`);
    return String.fromCharCode(...pool.subarray(starts[number], starts[number + 1]));
  };
  /** The slot of the id, or the free one where it belongs. */
  const slotOf = (id: string): number => {
    const mask = slots.length - 1;
    for (let slot = idHash(id) & mask; ; slot = (slot + 1) & mask) {
      const taken = slots[slot] ?? 0;
      if (taken === 0 || isAt(taken - 1, id)) return slot;
    }
  };
  /** For ids that are known to differ: by their bytes alone, without making the texts again. */
  const place = (number: number): void => {
    const mask = slots.length - 1;
    let slot = idHash(pool.subarray(starts[number], starts[number + 1])) & mask;
    while ((slots[slot] ?? 0) !== 0) slot = (slot + 1) & mask;
    slots[slot] = number + 1;
  };
  const find = (id: string): number => (slots[slotOf(id)] ?? 0) - 1;

  return {
    find,
    name,
    add: (id) => {
      const known = find(id);
      if (known >= 0) return known;
      const from = starts[size] ?? 0;
      const end = from + id.length;
      if (end > pool.length) pool = doubled(pool, (length) => new Uint8Array(length), end);
      if (size + 2 > starts.length) starts = doubled(starts, (length) => new Int32Array(length), size + 2);
      for (let index = 0; index < id.length; index++) {
        const code = id.charCodeAt(index);
        if (code > 127) throw new RangeError(`${id} is no id: it holds more than ASCII`);
        pool[from + index] = code;
      }
      starts[size + 1] = end;
      if ((size + 1) * 2 > slots.length) {
        slots = new Int32Array(slots.length * 2);
        for (let number = 0; number < size; number++) place(number);
      }
      slots[slotOf(id)] = size + 1;
      return size++;
    },
    get size() {
      return size;
    },
  };
};
