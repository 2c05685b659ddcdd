import type { Guard } from "../../core/schema/guard.ts";
import type { Plan } from "../../core/schema/plan.ts";
import type { TargetFile } from "../../core/schema/target-file.ts";

/** All guards that a run has: those of the target's owner, which no plan can lift, and those of the plan. */
export const guardsOf = (plan: Pick<Plan, "guards">, target: Pick<TargetFile, "guards"> | null): readonly Guard[] => [
  ...(target?.guards ?? []),
  ...(plan.guards ?? []),
];
