import type { InterruptCell } from "./interrupt-cells.ts";

/** What was seen of one cell; nothing here is judged yet. */
export interface InterruptFacts {
  readonly cell: InterruptCell;
  /** How far the stimulus was when it came. */
  readonly state: "before" | "in force" | "settled" | "never interrupted";
  /** Of the run's own process; null when a signal ended it. */
  readonly exit: number | null;
  /** Of `fieldproof recover` afterwards. */
  readonly recoverExit: number | null;
  /** Of the judge, at last. */
  readonly judgedExit: number | null;
  readonly verdict: string | null;
  /** What the judge says first. */
  readonly reason: string;
  /** Wall ms from the interruption until the target was whole for good; null: never, or it is no more. */
  readonly wholeMs: number | null;
  /** The same until its last request but those of `recover`; null where nobody noted them. */
  readonly lastRequestMs: number | null;
  /** PoPs that show an island of good signature at the end, of how many; null for a target that is no more. */
  readonly islands: { readonly good: number; readonly of: number } | null;
  readonly faultsHeld: number | null;
  readonly leaseMs: number | null;
  /** Journals and recoveries that could be read to their last whole entry, and why others could not. */
  readonly chains: { readonly read: number; readonly faults: readonly string[] };
  readonly locksLeft: number;
  /** Processes that hold a file of the run open at the end. */
  readonly processesLeft: number;
  /** Where a secret of the target stood: in the run's folder, in what the processes said; null where it was not known. */
  readonly leaks: readonly string[] | null;
  readonly evidence: string;
  /** What the machine or the matrix itself got wrong; then the cell says nothing. */
  readonly trouble: string | null;
}

export interface InterruptRuling extends InterruptFacts {
  readonly ok: boolean;
  readonly faults: readonly string[];
}
