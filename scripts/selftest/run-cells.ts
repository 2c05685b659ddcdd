import { type Cell, cellName } from "./cells.ts";
import type { CellRuling } from "./ruling.ts";

export interface CellsOptions {
  /** Cells at once. */
  readonly jobs: number;
  readonly signal: AbortSignal;
  readonly run: (cell: Cell) => Promise<CellRuling>;
  readonly onStart: (cell: string, seed: number, place: number, of: number) => void;
  readonly onEnd: (ruling: CellRuling, again: boolean) => void;
}

/**
 * Runs the cells, some at once, in their order. One that came out unclear (a busy machine spoils a run) is run once
 * more, alone, after the others; what it says then stands.
 */
export async function runCells(cells: readonly Cell[], options: CellsOptions): Promise<CellRuling[]> {
  const rulings = new Map<Cell, CellRuling>();
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let place = next++; place < cells.length && !options.signal.aborted; place = next++) {
      const cell = cells[place];
      if (cell === undefined) return;
      options.onStart(cellName(cell), cell.seed, place + 1, cells.length);
      const ruling = await options.run(cell);
      rulings.set(cell, ruling);
      if (!again(ruling)) options.onEnd(ruling, false);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, options.jobs) }, worker));
  for (const [cell, first] of rulings) {
    if (!again(first) || options.signal.aborted) continue;
    options.onStart(cellName(cell), cell.seed, cells.indexOf(cell) + 1, cells.length);
    const ruling = await options.run(cell);
    rulings.set(cell, ruling);
    options.onEnd(ruling, true);
  }
  return cells.flatMap((cell) => rulings.get(cell) ?? []);
}

const again = ({ unclear, asExpected }: CellRuling): boolean => unclear && !asExpected;
