import { createIdTable, type IdTable } from "../metrics/id-table.ts";

/** A number for each of many ids: some forty bytes an id, where a map of strings takes a hundred and more. */
export interface IdNumbers {
  get(id: string): number | undefined;
  set(id: string, value: number): void;
}

const ASCII = /^[\0-\x7f]*$/;

/** @param ids may be shared by folds that keep numbers for the same ids: then those stand there once */
export function createIdNumbers(ids: IdTable = createIdTable()): IdNumbers {
  /** NaN: the id has no number here. */
  let values = new Float64Array(256).fill(Number.NaN);
  /** Ids of a target that writes its own otherwise than the wire does. */
  const others = new Map<string, number>();
  return {
    get: (id) => {
      const number = ids.find(id);
      const value = number < 0 ? others.get(id) : values[number];
      return value === undefined || Number.isNaN(value) ? undefined : value;
    },
    set: (id, value) => {
      if (!ASCII.test(id)) {
        others.set(id, value);
        return;
      }
      const number = ids.add(id);
      if (number >= values.length) {
        const larger = new Float64Array(Math.max(values.length * 2, number + 1)).fill(Number.NaN);
        larger.set(values);
        values = larger;
      }
      values[number] = value;
    },
  };
}
