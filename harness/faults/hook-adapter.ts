import type { FaultOrder, OneWayCall } from "../../core/contract/stimulus.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { HooksFile } from "../../core/schema/hook.ts";
import type { RestoreStep } from "../../core/schema/restore-step.ts";
import type { HookResult } from "../hooks/hook-result.ts";
import { runHook } from "../hooks/run-hook.ts";
import type { HookValues } from "../hooks/value-template.ts";
import type { FaultAdapter, OneWayAdapter, RestoreAdapter } from "./fault-adapter.ts";
import type { Pin } from "../target/pins.ts";
import { notInjected, notRestored, wrongAdapter } from "./fault-errors.ts";
import { hookByHand } from "./hook-by-hand.ts";
import { type HooksPlace, readPinnedHooks } from "./pinned-hooks.ts";
import { isLoopbackLiteral, type Reach } from "./reach.ts";

type Step = Extract<RestoreStep, { via: "hook" }>;

const LEAST_LIMIT_MS = 10;

const stepOf = (step: RestoreStep): Step => {
  if (step.via !== "hook") throw wrongAdapter("hook", step.via);
  return step;
};
const nameOf = (hook: string): string => `hook ${hook}`;

/** The same hooks, of which `name` may take no longer than `limitMs`. */
const within = (file: HooksFile, name: string, limitMs: number): HooksFile => {
  const hook = Object.hasOwn(file.hooks, name) ? file.hooks[name] : undefined;
  if (hook === undefined) return file;
  const timeLimitMs = Math.max(LEAST_LIMIT_MS, Math.min(hook.timeLimitMs, Math.round(limitMs)));
  return { ...file, hooks: { ...file.hooks, [name]: { ...hook, timeLimitMs } } };
};

/** A loopback address leads nowhere but here and needs no listing: so an undo can be taken without the target file. */
const ownPins = (file: HooksFile, name: string): readonly Pin[] => {
  const hook = Object.hasOwn(file.hooks, name) ? file.hooks[name] : undefined;
  if (hook?.kind !== "http" || !isLoopbackLiteral(hook.url)) return [];
  const { hostname, port, protocol } = new URL(hook.url);
  const host = hostname.replace(/^\[|\]$/g, "");
  return [{ host, port: port === "" ? (protocol === "https:" ? 443 : 80) : Number(port), addresses: [host] }];
};

/**
 * Runs one hook of a hooks file that is byte for byte the one that was pinned; it may take `limitMs` at most.
 * @throws FieldproofError FP-FILE-001, -003, FP-HOOK-001, -007
 */
export const runPinnedHook = async (
  place: HooksPlace,
  hook: string,
  values: HookValues,
  reach: Reach,
  limitMs = Infinity,
): Promise<HookResult> => {
  const file = within(await readPinnedHooks(place), hook, limitMs);
  return runHook(hook, file, { values, pins: [...reach.pins, ...ownPins(file, hook)], resolve: reach.resolve });
};

/** Why a hook is not done; what it printed stays out, the runner keeps no more of it than this. */
const refusal = (result: Exclude<HookResult, { kind: "done" }>): unknown => {
  if (result.kind === "refused") return FieldproofError.fromJSON(result.error);
  const { exitCode, signal, status } = result.evidence;
  const figure = status ?? exitCode ?? signal;
  return `it ended with ${result.reason}${figure === null ? "" : ` ${figure}`}${result.kind === "unclear" ? "; it may have been done all the same" : ""}`;
};

/** Runs the undo hooks of a hooks file that is byte for byte the one that was pinned. */
export const hookRestore = (reach: Reach): RestoreAdapter => ({
  via: "hook",
  restore: async (anyStep, limitMs) => {
    const step = stepOf(anyStep);
    const result = await runPinnedHook(step, step.hook, step.values, reach, limitMs).catch((error: unknown) => {
      throw notRestored(nameOf(step.hook), error);
    });
    if (result.kind !== "done") throw notRestored(nameOf(step.hook), refusal(result));
  },
  standing: async (anyStep, limitMs) => {
    try {
      const step = stepOf(anyStep);
      if (step.prove === null) return "unknown";
      const result = await runPinnedHook(step, step.prove, step.values, reach, limitMs);
      if (result.kind === "done") return "gone";
      const saysNo = result.kind === "not-done" && (result.reason === "exit-code" || result.reason === "status");
      return saysNo ? "held" : "unknown";
    } catch {
      return "unknown";
    }
  },
  byHand: (anyStep) => {
    const step = stepOf(anyStep);
    return hookByHand(step, step.hook, step.values, reach.pins);
  },
});

/**
 * Hooks of a target that knows no fault port of ours. Every hook gets the values `faultId` and, when it injects,
 * `leaseMs`, beside those of the order. A target's hooks know no lease: a watchdog has to undo in our place.
 */
export const hookAdapter = (place: HooksPlace, reach: Reach): FaultAdapter & OneWayAdapter => ({
  ...hookRestore(reach),
  ownLease: false,
  undoStep: (order: FaultOrder, faultId: string): RestoreStep => {
    if (order.via !== "hook") throw wrongAdapter("hook", order.via);
    return { via: "hook", ...place, hook: order.undo, prove: order.prove, values: { faultId, ...order.values } };
  },
  inject: async (order, faultId, leaseMs) => {
    if (order.via !== "hook") throw wrongAdapter("hook", order.via);
    const values = { faultId, leaseMs, ...order.values };
    const result = await runPinnedHook(place, order.inject, values, reach).catch((error: unknown) => {
      throw notInjected(nameOf(order.inject), error);
    });
    if (result.kind !== "done") throw notInjected(nameOf(order.inject), refusal(result));
  },
  // There is no lease at the target that could lapse.
  renew: () => Promise.resolve(),
  act: async (call) => {
    if (call.via !== "hook") throw wrongAdapter("hook", call.via);
    const result = await runPinnedHook(place, call.hook, call.values, reach).catch((error: unknown) => {
      throw notInjected(nameOf(call.hook), error);
    });
    if (result.kind !== "done") throw notInjected(nameOf(call.hook), refusal(result));
  },
  step: (call: OneWayCall): RestoreStep => {
    if (call.via !== "hook") throw wrongAdapter("hook", call.via);
    return { via: "hook", ...place, hook: call.hook, prove: null, values: { ...call.values } };
  },
});
