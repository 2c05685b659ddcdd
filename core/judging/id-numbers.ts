import { createIdTable } from "../metrics/id-table.ts";

/** A number for each of many ids: some forty bytes an id, where a map of strings takes a hundred and more. */
export interface IdNumbers {
  get(id: string): number | undefined;
  set(id: string, value: number): void;
}

const ASCII = /^[\0-\x7f]*$/;

export function createIdNumbers(): IdNumbers {
  const ids = createIdTable();
  let values = new Float64Array(256);
  /** Ids of a target that writes its own otherwise than the wire does. */
  const others = new Map<string, number>();
  return {
    get: (id) => {
      const number = ids.find(id);
      return number < 0 ? others.get(id) : values[number];
    },
    set: (id, value) => {
      if (!ASCII.test(id)) {
        others.set(id, value);
        return;
      }
      const number = ids.add(id);
      if (number >= values.length) {
        const larger = new Float64Array(values.length * 2);
        larger.set(values);
        values = larger;
      }
      values[number] = value;
    },
  };
}
