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

export function createRowsById(width: number): RowsById {
  /** One more than the place of an id's last row; behind each row's numbers stands the same of the row before it. */
  const last = createIdNumbers();
  const texts: (string | null)[] = [];
  const stride = width + 1;
  let columns = new Float64Array(stride * 64);
  return {
    add: (id, numbers, text) => {
      const place = texts.length;
      if ((place + 1) * stride > columns.length) {
        const larger = new Float64Array(columns.length * 2);
        larger.set(columns);
        columns = larger;
      }
      columns.set(numbers, place * stride);
      columns[place * stride + width] = last.get(id) ?? 0;
      texts.push(text);
      last.set(id, place + 1);
    },
    of: (id) => {
      const rows: Row[] = [];
      for (let next = last.get(id) ?? 0; next > 0; ) {
        const from = (next - 1) * stride;
        const numbers: number[] = [];
        for (let column = from; column < from + width; column++) numbers.push(columns[column] ?? Number.NaN);
        rows.push({ numbers, text: texts[next - 1] ?? null });
        next = columns[from + width] ?? 0;
      }
      return rows.reverse();
    },
  };
}
