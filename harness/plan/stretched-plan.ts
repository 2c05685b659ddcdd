import type { ProfileName } from "../../core/contract/ids.ts";
import type { Plan } from "../../core/schema/plan.ts";
import { resolvePhases } from "./profiles.ts";

/** From one try to the next, and how far a plan is stretched at most: what is slower than that is another drop. */
const STEP = 1.15;
const MOST = 20;

/** The same customers over `factor` times the time: phases that bring arrivals are longer, arrivals as much rarer. */
export const stretchedPlan = (plan: Plan, profile: ProfileName, factor: number): Plan => {
  const { controlSec, stepSec, tailSec } = resolvePhases(plan, profile);
  const phases = { controlSec: controlSec * factor, stepSec: stepSec * factor, tailSec: tailSec * factor };
  return {
    ...plan,
    arrivals: { ...plan.arrivals, peakPerSec: plan.arrivals.peakPerSec / factor },
    profiles: { ...plan.profiles, [profile]: { ...plan.profiles?.[profile], ...phases } },
  };
};

/** The least stretching under which `fits` holds, and its plan; null when none does. A factor of 1 is the plan itself. */
export function leastStretch(
  plan: Plan,
  profile: ProfileName,
  fits: (plan: Plan) => boolean,
): { readonly plan: Plan; readonly factor: number } | null {
  if (fits(plan)) return { plan, factor: 1 };
  for (let factor = STEP; factor <= MOST; factor *= STEP) {
    const rounded = Math.ceil(factor * 100) / 100;
    const stretched = stretchedPlan(plan, profile, rounded);
    if (fits(stretched)) return { plan: stretched, factor: rounded };
  }
  return null;
}
