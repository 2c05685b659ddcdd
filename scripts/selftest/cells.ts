import type { BenignCase, DefectCase, SelftestCases } from "../../core/contract/drill.ts";
import type { DrillId } from "../../core/contract/ids.ts";

/** One live run of the selftest: a drill, a seed, and what is wrong with the stack, if anything. */
export type Cell = { readonly drill: DrillId; readonly seed: number } & (
  | { readonly kind: "clean" }
  | { readonly kind: "defect"; readonly defect: DefectCase }
  | { readonly kind: "benign"; readonly benign: BenignCase }
);

export const cellName = (cell: Cell): string =>
  cell.kind === "clean" ? "clean" : cell.kind === "defect" ? cell.defect.name : cell.benign.name;

export interface CellChoice {
  readonly seeds: readonly number[];
  /** One defect of each drill beside the clean stack, for CI. */
  readonly quick: boolean;
  /** Names of cells; empty for all. */
  readonly only: readonly string[];
  /** The i-th of n parts, from 1. */
  readonly shard: { readonly part: number; readonly of: number };
}

/** The cells of one drill: the clean stack, each defect of its own, each benign control; per seed. */
export function cellsOf(drill: DrillId, cases: SelftestCases, choice: CellChoice): Cell[] {
  const cells = choice.seeds.flatMap((seed, turn): Cell[] => {
    // Another defect with each seed, so that the quick form sees them all over time.
    const defects = choice.quick
      ? cases.defects.slice(turn % Math.max(1, cases.defects.length)).slice(0, 1)
      : cases.defects;
    const benign = choice.quick ? [] : cases.benign;
    return [
      { drill, seed, kind: "clean" },
      ...defects.map((defect): Cell => ({ drill, seed, kind: "defect", defect })),
      ...benign.map((one): Cell => ({ drill, seed, kind: "benign", benign: one })),
    ];
  });
  const wanted = cells.filter((cell) => choice.only.length === 0 || choice.only.includes(cellName(cell)));
  return wanted.filter((_, index) => index % choice.shard.of === choice.shard.part - 1);
}
