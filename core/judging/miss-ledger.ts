import type { JudgeOutcome, ObjectiveSpec } from "../contract/drill.ts";

/** Remembers which objectives a judge's tests have made it miss: an objective that never was may be unable to. */
export interface MissLedger {
  /** Passes the outcome through. */
  note(outcome: JudgeOutcome): JudgeOutcome;
  /** Key objectives that no case has made miss so far, in the order of the drill. */
  unproved(): readonly string[];
}

export function missLedger(specs: readonly ObjectiveSpec[]): MissLedger {
  const missed = new Set<string>();
  return {
    note: (outcome) => {
      for (const one of outcome.objectives) if (one.status === "missed") missed.add(one.id);
      return outcome;
    },
    unproved: () => specs.filter((spec) => spec.key && !missed.has(spec.id)).map((spec) => spec.id),
  };
}
