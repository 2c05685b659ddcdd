import { createIdTable, type IdTable } from "../metrics/id-table.ts";
import { createIdNumbers } from "./id-numbers.ts";

export interface Row {
  /** NaN stands for what is not there. */
  readonly numbers: readonly number[];
  readonly text: string | null;
}

/** Rows of `width` numbers and a text for each of many ids, in columns: a drop has a million, and objects would take ten times as much. */
export interface RowsById {
  add(id: string, numbers: readonly number[], text: string | null): void;
  /** In the order in which they came. */
  of(id: string): readonly Row[];
}

/** Rows of a block; blocks are never copied. */
const BLOCK = 1 << 12;

/** @param ids may be shared, as those of `createIdNumbers` */
export function createRowsById(width: number, ids: IdTable = createIdTable()): RowsById {
  /** One more than the place of an id's last row; behind each row's numbers stands the same of the row before it. */
  const last = createIdNumbers(ids);
  const texts: (string | null)[] = [];
  const stride = width + 1;
  const blocks: Float64Array[] = [];
  const blockOf = (place: number): Float64Array => blocks[Math.floor(place / BLOCK)] ?? new Float64Array(0);
  return {
    add: (id, numbers, text) => {
      const place = texts.length;
      if (place % BLOCK === 0) blocks.push(new Float64Array(stride * BLOCK));
      const block = blockOf(place);
      const from = (place % BLOCK) * stride;
      block.set(numbers, from);
      block[from + width] = last.get(id) ?? 0;
      texts.push(text);
      last.set(id, place + 1);
    },
    of: (id) => {
      const rows: Row[] = [];
      for (let next = last.get(id) ?? 0; next > 0; ) {
        const block = blockOf(next - 1);
        const from = ((next - 1) % BLOCK) * stride;
        const numbers: number[] = [];
        for (let column = from; column < from + width; column++) numbers.push(block[column] ?? Number.NaN);
        rows.push({ numbers, text: texts[next - 1] ?? null });
        next = block[from + width] ?? 0;
      }
      return rows.reverse();
    },
  };
}
