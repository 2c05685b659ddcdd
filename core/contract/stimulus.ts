import type { Plan } from "../schema/plan.ts";
import type { StackFault, StackFaults } from "../schema/stack-fault.ts";
import type { Toxic } from "../schema/toxic.ts";
import type { EdgeStatus } from "../schema/wire.ts";
import type { IslandReading } from "./target.ts";
import type { StimulusId } from "./stimulus-ids.ts";

/**
 * What a drill does to its target (design README, sections 1 and 6). The drill says what, as data, and how it is proved;
 * when each step is taken, and that it is written down before, is the runner's (harness/stimulus): no author can get it
 * wrong.
 */

/** A toxic before the runner has named it and given it a lease. */
export type ToxicOrder = Toxic extends infer One ? (One extends Toxic ? Omit<One, "name" | "ttlMs"> : never) : never;

/** A fault as data, for the adapter of that name. Each carries a lease; the runner renews it. */
export type FaultOrder =
  | { readonly via: "stack-fault"; readonly fault: StackFault }
  | { readonly via: "proxy-toxic"; readonly toxic: ToxicOrder }
  | {
      readonly via: "hook";
      readonly inject: string;
      readonly undo: string;
      readonly prove: string | null;
      readonly values: Readonly<Record<string, string>>;
    };

/** A call that cannot be taken back, or that rolls the target forward. */
export type OneWayCall =
  | {
      readonly via: "stack-call";
      readonly method: "POST" | "PUT" | "DELETE";
      readonly path: string;
      readonly body: string | null;
      /** Statuses that mean that it is done. */
      readonly accept: readonly number[];
    }
  | { readonly via: "hook"; readonly hook: string; readonly values: Readonly<Record<string, string>> };

/** What was looked at, and what was seen. */
export interface Proof {
  readonly proved: boolean;
  /** What was seen, with its values, for a reader of the journal. */
  readonly sentence: string;
  readonly figures: Readonly<Record<string, number | string | null>>;
}

/** How a proof looks at the target. Every call answers; null or status 0 means that the target did not. */
export interface TargetView {
  readonly event: string;
  readonly pops: readonly string[];
  /** Reads the event's island at a PoP and checks its signature. It may warm a cache: never prove an eviction by it. */
  readIsland(pop: string): Promise<IslandReading>;
  edgeStatus(pop: string): Promise<EdgeStatus | null>;
  counters(): Promise<Readonly<Record<string, number>> | null>;
  faults(): Promise<StackFaults | null>;
  /** One timed GET; `ms` is wall time. */
  timed(where: "origin" | "ops" | { readonly pop: string }, path: string): Promise<{ status: number; ms: number }>;
}

export interface StimulusScope {
  readonly view: TargetView;
  readonly plan: Plan;
  readonly timeFactor: number;
  /** Ids of the faults that the runner put in place, in the order of the orders; empty before. */
  readonly faultIds: readonly string[];
}

interface Stimulus {
  readonly id: StimulusId;
  /** It begins with this phase of the load and is over at its end. */
  readonly phase: string;
  /** That the target is well: proved before the stimulus and again afterwards. */
  steady(scope: StimulusScope): Promise<Proof>;
  /** Asked again until it is proved or `proveLimitMs` of wall time is over. */
  proveEffect(scope: StimulusScope): Promise<Proof>;
  readonly proveLimitMs: number;
}

export interface ReversibleStimulus extends Stimulus {
  readonly kind: "reversible";
  readonly leaseMs: number;
  faults(scope: StimulusScope): readonly FaultOrder[];
  /** Beside the adapter's own word that the fault is gone. */
  proveUndo(scope: StimulusScope): Promise<Proof>;
}

export interface OneWayStimulus extends Stimulus {
  readonly kind: "one-way";
  act(scope: StimulusScope): readonly OneWayCall[];
  /** What brings the target to a good state again, ahead; safe to do twice. */
  rollForward(scope: StimulusScope): readonly OneWayCall[];
  proveRestored(scope: StimulusScope): Promise<Proof>;
}

export type DrillStimulus = { readonly kind: "none" } | ReversibleStimulus | OneWayStimulus;
