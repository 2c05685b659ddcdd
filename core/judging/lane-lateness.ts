import { type Lane, LANES } from "../contract/ids.ts";
import type { Table } from "../schema/verdict.ts";

/** The id of the table, by which a report shades it. */
export const LANE_LATENESS = "lateness-lanes";

/** Simulated seconds of the finest count; a table shows several of them as one. */
const STEP_SEC = 10;
/** More rows than this nobody reads. */
const MOST_ROWS = 20;
/** How many steps a row may hold, so that rows begin at times that people say. */
const WIDTHS = [1, 2, 3, 6, 12, 30, 60, 90, 180, 360] as const;

/** When who came to need a person, by lane, and who of them waited too long. */
export interface LaneLateness {
  /** @param fromSimMs when the wait began, simulated milliseconds from T0 */
  add(lane: Lane, fromSimMs: number, late: boolean): void;
  /** Time by lane, "3 late of 12" a cell; null when nobody needed a person. */
  table(budgetSec: number): Table | null;
}

interface Cell {
  n: number;
  late: number;
}

const clock = (sec: number): string => `${Math.floor(sec / 60)}:${String(Math.floor(sec % 60)).padStart(2, "0")}`;

export function createLaneLateness(): LaneLateness {
  const steps = new Map<Lane, Map<number, Cell>>();
  let last = 0;
  /** By what was counted, and not step by step: evidence may name a time of thousands of years on. */
  const sum = (of: ReadonlyMap<number, Cell> | undefined, from: number, to: number): Cell => {
    const all: Cell = { n: 0, late: 0 };
    for (const [step, { n, late }] of of ?? []) {
      if (step < from || step >= to) continue;
      all.n += n;
      all.late += late;
    }
    return all;
  };
  return {
    add: (lane, fromSimMs, late) => {
      // Who came in the control, before the doors opened at the earliest moment, stands in the first row.
      const step = Math.max(0, Math.floor(fromSimMs / 1000 / STEP_SEC));
      const own = steps.get(lane) ?? new Map<number, Cell>();
      const cell = own.get(step) ?? { n: 0, late: 0 };
      cell.n++;
      if (late) cell.late++;
      own.set(step, cell);
      steps.set(lane, own);
      last = Math.max(last, step);
    },
    table: (budgetSec) => {
      const lanes = LANES.filter((lane) => steps.has(lane));
      if (lanes.length === 0) return null;
      const width = WIDTHS.find((one) => (last + 1) / one <= MOST_ROWS) ?? Math.ceil((last + 1) / MOST_ROWS);
      const rows: string[][] = [];
      for (let from = 0; from <= last; from += width) {
        const cells = lanes.map((lane) => sum(steps.get(lane), from, from + width));
        const span = `${clock(from * STEP_SEC)} to ${clock((from + width) * STEP_SEC)}`;
        rows.push([span, ...cells.map(({ n, late }) => (n === 0 ? "nobody came" : `${late} late of ${n}`))]);
      }
      return {
        id: LANE_LATENESS,
        title: `Lateness by time and lane: of those who came to need a person, who waited longer than ${budgetSec} s`,
        columns: ["came at (simulated, min:s)", ...lanes],
        rows,
      };
    },
  };
}
