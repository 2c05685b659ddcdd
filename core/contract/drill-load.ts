import type { Plan } from "../schema/plan.ts";

/** Customers of one kind, who come at one rate. */
export interface LoadStream {
  /** Names its draws: another stream of the same seed meets other people. */
  readonly name: string;
  /** Per simulated second, in each of `phases`. */
  readonly perSec: number;
  readonly phases: readonly string[];
  readonly customers: Plan["customers"];
}

/** Whom a drill brings to the target, and when, where it is not the drop itself. */
export interface DrillLoad {
  /** One after another from T0, in simulated seconds; the last one is called `drain` and brings nobody. */
  phases(plan: Plan): readonly { readonly name: string; readonly sec: number }[];
  streams(plan: Plan): readonly LoadStream[];
}
