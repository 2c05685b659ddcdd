import type { ProfileName } from "../../core/contract/ids.ts";
import type { Plan } from "../../core/schema/plan.ts";
import type { TargetFile } from "../../core/schema/target-file.ts";

/**
 * The plan as it runs at a target: on the target's own clock. A target that declares no time factor forces real time
 * (design README, section 6, Clocks).
 */
export const planAtTarget = (
  plan: Plan,
  profile: ProfileName,
  { timeFactor = 1 }: Pick<TargetFile, "timeFactor">,
): Plan => ({
  ...plan,
  profiles: { ...plan.profiles, [profile]: { ...plan.profiles?.[profile], timeFactor } },
});
