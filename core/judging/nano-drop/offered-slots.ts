import type { JudgeInput } from "../../contract/drill.ts";
import type { ContactOutcomes } from "../contact-outcomes.ts";
import { createSlotUse } from "../slot-use.ts";

/** Mean of a log-normal: median * exp(sigma^2 / 2). */
export const meanSec = (time: { readonly medianSec: number; readonly sigma: number }): number =>
  time.medianSec * Math.exp(time.sigma ** 2 / 2);

/**
 * Offered load in slot-Erlangs over the busiest window: how many slots the hand-offs that came would keep busy if
 * nobody had to wait (infinite-server load, from the plan's own handling times). Null when none came.
 */
export function offeredSlots(input: JudgeInput, outcomes: ContactOutcomes): number | null {
  const { handle, pickUp } = input.plan.staffing;
  const heldMs = (meanSec(handle) + meanSec(pickUp)) * 1000;
  const load = createSlotUse();
  for (const at of outcomes.handOffs.values()) load.add(at, at + heldMs);
  return outcomes.handOffs.length === 0 ? null : load.busiestWindowMean();
}
