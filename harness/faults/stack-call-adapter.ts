import type { OneWayCall } from "../../core/contract/stimulus.ts";
import type { HttpResponse } from "../../core/contract/ports.ts";
import type { RestoreStep } from "../../core/schema/restore-step.ts";
import { bearerHeader, curlLine, typed } from "./by-hand.ts";
import type { OneWayAdapter, RestoreAdapter } from "./fault-adapter.ts";
import { notInjected, notRestored, wrongAdapter } from "./fault-errors.ts";
import { callOps, type OpsPlace, opsUrl } from "./ops-call.ts";
import { isGone, noAnswer, type Reach } from "./reach.ts";

type Step = Extract<RestoreStep, { via: "stack-call" }>;

/** A call may have every PoP fetch anew, over an origin that is slow. */
const ACT_LIMIT_MS = 30_000;

const stepOf = (step: RestoreStep): Step => {
  if (step.via !== "stack-call") throw wrongAdapter("stack-call", step.via);
  return step;
};
const nameOf = ({ method, path }: { method: string; path: string }): string => `${method} ${path}`;
const refusal = ({ status, error }: HttpResponse, limitMs: number): string =>
  status === 0 ? noAnswer(error, limitMs) : `it answered ${status}`;

/** Rolls a target forward by calls of its operations port. */
export const stackCallRestore = (reach: Reach): RestoreAdapter => ({
  via: "stack-call",
  restore: async (anyStep, limitMs) => {
    const step = stepOf(anyStep);
    const answer = await callOps(reach, step, step, limitMs).catch((error: unknown) => {
      throw notRestored(nameOf(step), error);
    });
    if (!step.accept.includes(answer.status)) throw notRestored(nameOf(step), refusal(answer, limitMs));
  },
  // A call is no state that somebody holds: whether the target is good again is proved at the target.
  standing: async (anyStep, limitMs) => {
    try {
      return (await isGone(reach, stepOf(anyStep).ops, limitMs)) ? "gone" : "unknown";
    } catch {
      return "unknown";
    }
  },
  byHand: (anyStep) => {
    const { ops, bearerFile, method, path, body } = stepOf(anyStep);
    const headers = [bearerHeader(bearerFile)];
    const line = curlLine({ method, url: opsUrl(ops, path), headers, body }, reach.pins);
    return typed(line, `send ${method} ${path} to the target's operations port, with the body that the journal holds`);
  },
});

/** Calls of the operations port at `place` that cannot be taken back, or that roll it forward. */
export const stackCallAdapter = (place: OpsPlace, reach: Reach): OneWayAdapter => ({
  ...stackCallRestore(reach),
  act: async (call) => {
    if (call.via !== "stack-call") throw wrongAdapter("stack-call", call.via);
    const answer = await callOps(reach, place, call, ACT_LIMIT_MS).catch((error: unknown) => {
      throw notInjected(nameOf(call), error);
    });
    if (!call.accept.includes(answer.status)) throw notInjected(nameOf(call), refusal(answer, ACT_LIMIT_MS));
  },
  step: (call: OneWayCall): RestoreStep => {
    if (call.via !== "stack-call") throw wrongAdapter("stack-call", call.via);
    const { method, path, body, accept } = call;
    return { via: "stack-call", ...place, method, path, body, accept: [...accept] };
  },
});
