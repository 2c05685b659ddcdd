import type { Phases, Plan } from "../schema/plan.ts";
import type { Lane } from "./ids.ts";

/** Customers of one kind. */
export interface LoadStream {
  /**
   * Names its draws: another stream of the same seed meets other people. Null for the drop itself, which draws by the
   * seed alone, and takes the arrivals of a former drop in place of its step and tail.
   */
  readonly name: string | null;
  /** How many come per simulated second in each phase; none in one that is not named. */
  readonly perSec: Readonly<Record<string, number>>;
  readonly customers: Plan["customers"];
}

/** Reads of the island in one phase, at all PoPs together. */
export interface IslandReads {
  readonly phase: string;
  /** Per simulated second. */
  readonly perSec: number;
}

/** Whom a drill brings to its target, when, and what is asked of it beside them. */
export interface DrillLoad {
  /** One after another from T0, in simulated seconds; the last one is called `drain` and brings nobody. */
  phases(plan: Plan, profile: Phases): readonly { readonly name: string; readonly sec: number }[];
  streams(plan: Plan): readonly LoadStream[];
  /** The lanes that its agents work in. */
  lanes(plan: Plan): readonly Lane[];
  /** Null where its scenario reads none. */
  islandReads(plan: Plan): IslandReads | null;
  /** What its scenario asks beside its customers all along: islands at each PoP, and each door without proof of who asks. */
  readonly beside: { readonly steadyReads: boolean; readonly doors: boolean };
}
