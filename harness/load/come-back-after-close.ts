import type { Lane } from "../../core/contract/ids.ts";
import type { ContactScript } from "../../core/contract/script.ts";
import type { Plan } from "../../core/schema/plan.ts";
import { FOLLOW_UPS } from "../../drills/nano-drop/questions.ts";
import { createRng, pick, shuffle } from "./draws.ts";
import { LEAST_COMING_BACK } from "./population.ts";

/** Beyond what the agent still does with a contact: the ways of the reply and of the closing. Wall milliseconds. */
const WAYS_MS = 1000;

/**
 * Has further customers come back: those whom a person answers, once that person has closed the contact. Whom an assistant
 * answers is often left open by a desk that is not ours, and coming back to such a contact proves nothing of closed ones.
 * Each is watched until what comes of it is known, and none is chosen for whom the load ends before.
 * @param options `lanes`: in which agents of the run work; `endOffsetMs`: of the load, from T0
 */
export function comeBackAfterClose(
  scripts: readonly ContactScript[],
  options: {
    readonly plan: Plan;
    readonly seed: number;
    readonly timeFactor: number;
    readonly lanes: readonly Lane[];
    readonly endOffsetMs: number;
  },
): ContactScript[] {
  const { plan, seed, timeFactor, lanes, endOffsetMs } = options;
  const rng = createRng(seed, "coming-back-after-close");
  const watchMs = (plan.budgets.humanReply.p95Sec * 1000) / timeFactor;
  const afterOf = ({ handling }: ContactScript): number => handling.totalMs - handling.replyAfterMs + WAYS_MS;
  /** When the last of them still comes back: a reply at the budget's end, read, and the contact closed behind it. */
  const latestOf = (script: ContactScript): number =>
    script.arrivalOffsetMs + watchMs + script.readMs + afterOf(script);
  const able = scripts.filter(
    (script) =>
      script.orderId !== null &&
      script.followUp === null &&
      lanes.includes(script.lane) &&
      latestOf(script) + watchMs <= endOffsetMs,
  );
  const inStep = ({ phase }: ContactScript): boolean => phase === "step";
  const outside = able.filter((script) => !inStep(script));
  const many = Math.max(LEAST_COMING_BACK, Math.round(plan.customers.followUpShare * outside.length));
  const chosen = new Set([...shuffle(outside, rng), ...shuffle(able.filter(inStep), rng)].slice(0, many));
  return scripts.map((script) => {
    if (!chosen.has(script)) return script;
    const latestOffsetMs = latestOf(script);
    return {
      ...script,
      followUp: { text: pick(FOLLOW_UPS, rng), latestOffsetMs, afterMs: afterOf(script) },
      observeUntilOffsetMs: Math.max(script.observeUntilOffsetMs, latestOffsetMs + watchMs),
    };
  });
}
