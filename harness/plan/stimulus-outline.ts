import type { DrillId } from "../../core/contract/ids.ts";
import type { DrillStimulus, FaultOrder, OneWayCall, StimulusScope, TargetView } from "../../core/contract/stimulus.ts";
import type { StimulusId } from "../../core/contract/stimulus-ids.ts";
import type { Plan } from "../../core/schema/plan.ts";

/** What a drill would do to the target, for whoever approves it. */
export interface StimulusOutline {
  readonly drill: DrillId;
  readonly id: StimulusId;
  readonly kind: "reversible" | "one-way";
  /** The phase of the load with which it begins, and ends. */
  readonly phase: string;
  /** Wall ms after which the target heals itself, or a watchdog does; null for what is rolled forward. */
  readonly leaseMs: number | null;
}

export interface OutlinedStimulus {
  readonly stimulus: StimulusOutline;
  /** The steps that take it back, or roll the target forward, as a person would say them; no id of a run that is not yet. */
  readonly undo: readonly string[];
}

/** A drill says what it would do from the plan alone: there is nothing to look at yet. */
const notYet = (event: string, pops: readonly string[]): TargetView => ({
  event,
  pops,
  readIsland: async () => ({ status: 0, version: null, keyId: null, cacheStatus: null, signatureGood: null }),
  edgeStatus: async () => null,
  counters: async () => null,
  faults: async () => null,
  timed: async () => ({ status: 0, ms: 0 }),
});

/** Null for a drill that does nothing to its target. */
export function outlineStimulus(
  drill: DrillId,
  stimulus: DrillStimulus,
  plan: Plan,
  timeFactor: number,
  pops: readonly string[],
): OutlinedStimulus | null {
  if (stimulus.kind === "none") return null;
  const scope: StimulusScope = { view: notYet(plan.drop.event, pops), plan, timeFactor, faultIds: [] };
  const { id, kind, phase } = stimulus;
  const base = { drill, id, kind, phase };
  return stimulus.kind === "reversible"
    ? { stimulus: { ...base, leaseMs: stimulus.leaseMs }, undo: stimulus.faults(scope).map(undoOf) }
    : { stimulus: { ...base, leaseMs: null }, undo: stimulus.rollForward(scope).map(callOf) };
}

function undoOf(order: FaultOrder): string {
  if (order.via === "stack-fault") return "DELETE /ops/v1/faults/<id> at <ops>";
  return order.via === "proxy-toxic" ? "DELETE /v1/toxics/<id> at <fault proxy>" : `hook ${order.undo}`;
}

const callOf = (call: OneWayCall): string =>
  call.via === "hook" ? `hook ${call.hook}` : `${call.method} ${call.path} at <ops>`;
