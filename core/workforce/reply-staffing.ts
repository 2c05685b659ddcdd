import { answeredWithinA } from "./erlang-a.ts";
import { answeredWithinC, erlangC } from "./erlang-c.ts";
import { leastAgents } from "./least-agents.ts";
import { type OfferedWork, requirePositive } from "./offered-work.ts";

/** What a reply budget asks of a queue in its steady state. */
export interface ReplyDemand extends OfferedWork {
  /** From the claim to the first reply, seconds on average; the rest of the budget is left for waiting. */
  readonly beforeReplySec: number;
  readonly budget: { readonly p50Sec: number; readonly p95Sec: number };
  /** Mean patience of those who leave the queue when it is over, seconds; infinite when nobody does. */
  readonly patienceSec: number;
}

/** No desk has more. */
const MOST_SLOTS = 20_000;

/**
 * The fewest slots with which the budget holds in the steady state: 95 % answered within p95, half within p50. Who gives
 * up counts as not answered. Null where none do, since the agent's own work alone outlasts a budget.
 *
 * @param method `A`: customers give up (M/M/c+M); `C`: they never do (M/M/c)
 * @throws RangeError
 */
export function leastReplySlots(method: "A" | "C", demand: ReplyDemand): number | null {
  const { budget, beforeReplySec, patienceSec, arrivalsPerSec } = demand;
  requirePositive("p50Sec", budget.p50Sec);
  if (arrivalsPerSec === 0) return 1;
  const limits = [
    { withinSec: budget.p50Sec - beforeReplySec, share: 0.5 },
    { withinSec: budget.p95Sec - beforeReplySec, share: 0.95 },
  ];
  if (limits.some(({ withinSec }) => withinSec < 0)) return null;
  const patient = method === "C" || !Number.isFinite(patienceSec);
  const answered = (slots: number, sec: number): number =>
    patient ? answeredWithinC(erlangC(slots, demand), sec) : answeredWithinA(slots, { ...demand, patienceSec }, sec);
  return leastAgents((slots) => limits.every((one) => answered(slots, one.withinSec) >= one.share), 1, MOST_SLOTS);
}
