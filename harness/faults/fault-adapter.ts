import type { FaultOrder, OneWayCall } from "../../core/contract/stimulus.ts";
import type { RestoreStep, RestoreVia } from "../../core/schema/restore-step.ts";

/** Whether a fault is still in force, as whoever holds it says. `gone` also when the whole target is no more. */
export type Standing = "held" | "gone" | "unknown";

/**
 * One way to reach a target's parts: the reference stack's fault port, a fault proxy, or hooks. The runner, `recover`
 * and the watchdog work through these alone, so that each undoes what any of them put in place.
 */
export interface RestoreAdapter {
  readonly via: RestoreVia;
  /** Takes the step; safe to repeat, and "there is nothing to undo" is done. @throws FieldproofError FP-FAULT-002 */
  restore(step: RestoreStep, limitMs: number): Promise<void>;
  /** Never throws. */
  standing(step: RestoreStep, limitMs: number): Promise<Standing>;
  /** What a person would type to take this step by hand; one line, without a secret. */
  byHand(step: RestoreStep): string;
}

export interface FaultAdapter extends RestoreAdapter {
  /** True when the target takes the fault away by itself once its lease is over; false: a watchdog has to. */
  readonly ownLease: boolean;
  /** The step that takes the fault away again; made, and written down, before the fault is there. */
  undoStep(order: FaultOrder, faultId: string): RestoreStep;
  /** @throws FieldproofError FP-FAULT-001 */
  inject(order: FaultOrder, faultId: string, leaseMs: number): Promise<void>;
  /**
   * @throws FieldproofError FP-FAULT-003 when the lease has lapsed: what lapsed mid-fault cannot be made good. FP-FAULT-001
   * when it was not renewed and may hold on: to be tried again until the lease is over
   */
  renew(faultId: string, leaseMs: number): Promise<void>;
}

export interface OneWayAdapter extends RestoreAdapter {
  /** @throws FieldproofError FP-FAULT-001 */
  act(call: OneWayCall): Promise<void>;
  /** The call as a step, for the journal. */
  step(call: OneWayCall): RestoreStep;
}
