import type { FaultOrder, OneWayCall } from "../../core/contract/stimulus.ts";
import type { RestoreStep, RestoreVia } from "../../core/schema/restore-step.ts";
import type { FaultAdapter, OneWayAdapter, RestoreAdapter } from "./fault-adapter.ts";
import { notInjected } from "./fault-errors.ts";
import { hookAdapter, hookRestore } from "./hook-adapter.ts";
import type { OpsPlace } from "./ops-call.ts";
import type { HooksPlace } from "./pinned-hooks.ts";
import { proxyToxicAdapter, type ProxyPlace, proxyToxicRestore } from "./proxy-toxic-adapter.ts";
import { type Reach, reachOf } from "./reach.ts";
import { stackCallAdapter, stackCallRestore } from "./stack-call-adapter.ts";
import { stackFaultAdapter, stackFaultRestore } from "./stack-fault-adapter.ts";

const RESTORES: Readonly<Record<RestoreVia, (reach: Reach) => RestoreAdapter>> = {
  "stack-fault": stackFaultRestore,
  "proxy-toxic": proxyToxicRestore,
  hook: hookRestore,
  "stack-call": stackCallRestore,
};

/** The adapter that takes a step, for `recover` and the watchdog: a step says all that is needed but the pins. */
export const restoreAdapter = (step: RestoreStep, reach: Reach = reachOf()): RestoreAdapter =>
  RESTORES[step.via](reach);

/** What a target can be reached through; null where it has no such thing. */
export interface AdapterPlaces {
  readonly stack: OpsPlace | null;
  readonly proxy: ProxyPlace | null;
  readonly hooks: HooksPlace | null;
}

const missing = (via: string): Error => notInjected(`a fault by ${via}`, "the target has no such way in");

/** The adapter for an order. @throws FieldproofError FP-FAULT-001 when the target has no such way in */
export const faultAdapter = (order: FaultOrder, places: AdapterPlaces, reach: Reach = reachOf()): FaultAdapter => {
  const { stack, proxy, hooks } = places;
  if (order.via === "stack-fault" && stack !== null) return stackFaultAdapter(stack, reach);
  if (order.via === "proxy-toxic" && proxy !== null) return proxyToxicAdapter(proxy, reach);
  if (order.via === "hook" && hooks !== null) return hookAdapter(hooks, reach);
  throw missing(order.via);
};

/** The adapter for a call. @throws FieldproofError FP-FAULT-001 when the target has no such way in */
export const oneWayAdapter = (call: OneWayCall, places: AdapterPlaces, reach: Reach = reachOf()): OneWayAdapter => {
  const { stack, hooks } = places;
  if (call.via === "stack-call" && stack !== null) return stackCallAdapter(stack, reach);
  if (call.via === "hook" && hooks !== null) return hookAdapter(hooks, reach);
  throw missing(call.via);
};
