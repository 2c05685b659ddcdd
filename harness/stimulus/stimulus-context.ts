import type {
  FaultOrder,
  OneWayCall,
  OneWayStimulus,
  ReversibleStimulus,
  StimulusScope,
  TargetView,
} from "../../core/contract/stimulus.ts";
import { FieldproofError, isFieldproofError, messageOf } from "../../core/errors/fieldproof-error.ts";
import type { Plan } from "../../core/schema/plan.ts";
import type { RestoreStep } from "../../core/schema/restore-step.ts";
import type { Journal } from "../evidence/journal.ts";
import type { FaultAdapter, OneWayAdapter } from "../faults/fault-adapter.ts";
import type { Latch } from "./latch.ts";
import type { Pace } from "./pace.ts";
import type { StimulusLog } from "./stimulus-log.ts";
import type { Waits } from "./waits.ts";

/** A process apart that takes the undo steps when this one has not been heard of for a lease. */
export interface LeaseWatchdog {
  /** Before the fault is there. @throws FieldproofError when it is not on guard */
  arm(steps: readonly RestoreStep[], leaseMs: number): Promise<void>;
  beat(): Promise<void>;
  /** Once the undo is proved, never before. */
  disarm(): Promise<void>;
}

/** The ways into a target. */
export interface StimulusAdapters {
  /** @throws FieldproofError FP-FAULT-001 when the target has no such way in */
  fault(order: FaultOrder): FaultAdapter;
  /** @throws FieldproofError FP-FAULT-001 when the target has no such way in */
  call(call: OneWayCall): OneWayAdapter;
}

/** `ending`: it is being undone, or the target rolled forward. */
export type StimulusStep = "in-force" | "effect-proved" | "ending" | "settled";

/** Why a stimulus is over. */
export type OverReason = "phase-ended" | "load-ended" | "aborted" | "target-ended" | "lapsed" | "journal-failed";

export interface StimulusOptions {
  readonly stimulus: ReversibleStimulus | OneWayStimulus;
  readonly view: TargetView;
  readonly plan: Plan;
  readonly timeFactor: number;
  readonly adapters: StimulusAdapters;
  /** For targets without a lease of their own; null: faults there are refused. */
  readonly watchdog: LeaseWatchdog | null;
  readonly journal: Pick<Journal, "append" | "fault">;
  /** Fault ids are this, a hyphen and a number. */
  readonly idPrefix: string;
  /** The target in words, with its address. */
  readonly target: string;
  /** True once a target that lives with the run has ended: what was done to it ended with it. */
  readonly targetEnded: () => boolean;
  readonly onFault: (error: FieldproofError) => void;
  /** For whoever watches the run. */
  readonly onStep?: (step: StimulusStep) => void;
}

/** What the two kinds of run share. */
export interface StimulusContext extends StimulusOptions {
  readonly log: StimulusLog;
  readonly waits: Waits;
  readonly pace: Pace;
  readonly over: Latch<OverReason>;
}

export const scopeOf = (
  { view, plan, timeFactor }: StimulusOptions,
  faultIds: readonly string[] = [],
): StimulusScope => ({ view, plan, timeFactor, faultIds });

/** An adapter's own error, or what was thrown as `code` with its reason. */
export const faultOf = (error: unknown, code: "FP-FAULT-001" | "FP-FAULT-003", stimulus: string): FieldproofError =>
  isFieldproofError(error)
    ? error
    : new FieldproofError(code, { stimulus, reason: messageOf(error) }, { cause: error });
