import type { DrillVerdict } from "../../core/contract/ids.ts";
import type { ObjectiveResult, Verdict } from "../../core/schema/verdict.ts";
import { exampleText } from "../../reports/render/example-text.ts";
import { type Cell, cellName } from "./cells.ts";

export interface CellRuling {
  readonly drill: string;
  readonly seed: number;
  readonly cell: string;
  readonly kind: Cell["kind"];
  /** What came out was what had to come out. */
  readonly asExpected: boolean;
  /** The run was not good enough to say anything: neither as expected nor against it. */
  readonly unclear: boolean;
  readonly verdict: DrillVerdict;
  /** Key objectives that were missed, in the order of the drill. */
  readonly missed: readonly string[];
  /** What the drill said, with the place in the evidence. */
  readonly reason: string;
  /** Why it is not as expected; empty when it is. */
  readonly fault: string;
}

/** Holds what a run said against what its cell demands. Pure. */
export function ruleCell(cell: Cell, verdict: Verdict): CellRuling {
  const drill = verdict.drills.find((one) => one.drill === cell.drill);
  const replicate = drill?.replicates[0];
  const missed = (replicate?.objectives ?? []).filter((one) => one.key && one.status === "missed");
  const outcome = drill?.verdict ?? "NOT RUN";
  const fault = faultOf(cell, outcome, missed);
  return {
    drill: cell.drill,
    seed: cell.seed,
    cell: cellName(cell),
    kind: cell.kind,
    asExpected: fault === "",
    unclear: outcome === "INCONCLUSIVE" || outcome === "NOT RUN",
    verdict: outcome,
    missed: missed.map((one) => one.id),
    reason: reasonOf(missed[0], replicate?.reason ?? drill?.sentence ?? "nothing was judged"),
    fault,
  };
}

function reasonOf(first: ObjectiveResult | undefined, fallback: string): string {
  const example = first?.examples[0];
  if (first === undefined) return fallback;
  return example === undefined ? first.sentence : `${first.sentence} ${exampleText(example)}`;
}

function faultOf(cell: Cell, outcome: DrillVerdict, missed: readonly ObjectiveResult[]): string {
  if (cell.kind !== "defect")
    return outcome === "PASS"
      ? ""
      : `${outcome} where it had to pass${missed[0] === undefined ? "" : `: ${missed[0].id}`}`;
  const { reason, also } = cell.defect;
  if (outcome !== "FAIL") return `${outcome} where it had to fail by ${reason}`;
  const first = missed[0]?.id ?? "nothing";
  if (first !== reason) return `failed by ${first}, not by ${reason}`;
  const more = missed.map((one) => one.id).filter((id) => id !== reason && !also.includes(id));
  return more.length === 0 ? "" : `failed by ${reason}, and by ${more.join(", ")}, which it has no part in`;
}
