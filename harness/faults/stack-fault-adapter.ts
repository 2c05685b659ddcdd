import type { FaultOrder } from "../../core/contract/stimulus.ts";
import type { HttpResponse } from "../../core/contract/ports.ts";
import type { RestoreStep } from "../../core/schema/restore-step.ts";
import { type StackFaultState, stackFaultsSchema, stackFaultStateSchema } from "../../core/schema/stack-fault.ts";
import { bearerHeader, curlLine, typed } from "./by-hand.ts";
import type { FaultAdapter, RestoreAdapter } from "./fault-adapter.ts";
import { lapsed, notInjected, notRenewed, notRestored, wrongAdapter } from "./fault-errors.ts";
import { callOps, type OpsPlace, opsUrl } from "./ops-call.ts";
import { isGone, noAnswer, type Reach } from "./reach.ts";

type Step = Extract<RestoreStep, { via: "stack-fault" }>;

const FAULTS = "/ops/v1/faults";
const CALL_LIMIT_MS = 5000;

const stepOf = (step: RestoreStep): Step => {
  if (step.via !== "stack-fault") throw wrongAdapter("stack-fault", step.via);
  return step;
};
const nameOf = (faultId: string): string => `fault ${faultId}`;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
/** Codes that mean something here; no other text of an answer is taken up. */
const CODES = ["fault-differs", "fault-lapsed", "fault-unknown", "too-many-faults"] as const;
const codeOf = ({ body }: HttpResponse): (typeof CODES)[number] | null => {
  const problem = parsed(body);
  const code = typeof problem === "object" && problem !== null && "code" in problem ? problem.code : null;
  return CODES.find((one) => one === code) ?? null;
};
const stateOf = ({ status, body }: HttpResponse, faultId: string): StackFaultState | null => {
  if (status !== 200 && status !== 201) return null;
  const state = stackFaultStateSchema.safeParse(parsed(body));
  return state.success && state.data.id === faultId ? state.data : null;
};
const refusal = (answer: HttpResponse, limitMs: number): string => {
  if (answer.status === 0) return noAnswer(answer.error, limitMs);
  const code = codeOf(answer);
  if (code !== null) return `it answered ${answer.status} ${code}`;
  return answer.status < 300
    ? "its answer is not of the wire contract"
    : `it answered ${answer.status} where its fault port should be`;
};

/** Undoes faults of the reference stack's fault port, whoever put them in place. */
export const stackFaultRestore = (reach: Reach): RestoreAdapter => ({
  via: "stack-fault",
  restore: async (anyStep, limitMs) => {
    const step = stepOf(anyStep);
    const fail = (why: unknown): Error => notRestored(nameOf(step.faultId), why);
    const call = { method: "DELETE", path: `${FAULTS}/${step.faultId}`, body: null } as const;
    const answer = await callOps(reach, step, call, limitMs).catch((error: unknown) => {
      throw fail(error);
    });
    if (answer.status === 404 && codeOf(answer) === "fault-unknown") return;
    if ((stateOf(answer, step.faultId)?.ended ?? null) === null) throw fail(refusal(answer, limitMs));
  },
  standing: async (anyStep, limitMs) => {
    try {
      const step = stepOf(anyStep);
      const answer = await callOps(reach, step, { method: "GET", path: FAULTS, body: null }, limitMs).catch(() => null);
      const faults = answer?.status === 200 ? stackFaultsSchema.safeParse(parsed(answer.body)) : null;
      if (faults?.success === true) return faults.data.held.some(({ id }) => id === step.faultId) ? "held" : "gone";
      // The fault was in the memory of a process; the file with its bearer may have gone with it, too.
      return (await isGone(reach, step.ops, limitMs)) ? "gone" : "unknown";
    } catch {
      return "unknown";
    }
  },
  byHand: (anyStep) => {
    const { ops, bearerFile, faultId } = stepOf(anyStep);
    const url = opsUrl(ops, `${FAULTS}/${faultId}`);
    const line = curlLine({ method: "DELETE", url, headers: [bearerHeader(bearerFile)], body: null }, reach.pins);
    return typed(line, `send DELETE ${FAULTS}/${faultId} to the target's operations port, with its bearer`);
  },
});

/** Faults of the reference stack at `place`. A fault without a word of the target is taken for not in place. */
export const stackFaultAdapter = (place: OpsPlace, reach: Reach): FaultAdapter => ({
  ...stackFaultRestore(reach),
  ownLease: true,
  undoStep: (_order: FaultOrder, faultId: string): RestoreStep => ({ via: "stack-fault", ...place, faultId }),
  inject: async (order, faultId, leaseMs) => {
    if (order.via !== "stack-fault") throw wrongAdapter("stack-fault", order.via);
    const fail = (why: unknown): Error => notInjected(nameOf(faultId), why);
    const body = JSON.stringify({ id: faultId, ttlMs: leaseMs, fault: order.fault });
    const answer = await callOps(reach, place, { method: "POST", path: FAULTS, body }, CALL_LIMIT_MS).catch(
      (error: unknown) => {
        throw fail(error);
      },
    );
    const state = stateOf(answer, faultId);
    if (state === null) throw fail(refusal(answer, CALL_LIMIT_MS));
    if (state.ended !== null) throw fail(`one of this id was ${state.ended} before`);
  },
  renew: async (faultId, leaseMs) => {
    const call = {
      method: "PUT",
      path: `${FAULTS}/${faultId}/lease`,
      body: JSON.stringify({ ttlMs: leaseMs }),
    } as const;
    const limitMs = Math.min(CALL_LIMIT_MS, leaseMs / 2);
    const fail = (why: unknown): Error => notRenewed(nameOf(faultId), why);
    const answer = await callOps(reach, place, call, limitMs).catch((error: unknown) => {
      throw fail(error);
    });
    if (stateOf(answer, faultId)?.ended === null) return;
    // One that nobody knows has ended with the process that held it.
    const code = codeOf(answer);
    if (code === "fault-lapsed" || code === "fault-unknown") throw lapsed(nameOf(faultId), refusal(answer, limitMs));
    throw fail(refusal(answer, limitMs));
  },
});
