import type { Plan } from "../../core/schema/plan.ts";
import type { AdmittedTarget } from "../target/admit-target.ts";
import { limitRefusals } from "./outline-refusals.ts";
import { resolvePhases } from "./profiles.ts";
import { type OutlineInput, outlineRun } from "./run-outline.ts";
import { leastStretch } from "./stretched-plan.ts";

/**
 * The plan as `--stretch` runs it at a target: the same customers over so much more time that the requests of the busiest
 * minute are allowed, whatever else is not; the plan itself where they are, or where no stretching helps.
 */
export function pacedPlan(input: Omit<OutlineInput, "phases" | "target">, target: AdmittedTarget): Plan {
  const { plan, profile } = input;
  const fits = (one: Plan): boolean => {
    const outline = outlineRun({ ...input, plan: one, phases: resolvePhases(one, profile), target });
    // Contacts do not get fewer by stretching.
    return limitRefusals({ ...outline, contactsAtMost: 0 }, target.file).length === 0;
  };
  return leastStretch(plan, profile, fits)?.plan ?? plan;
}
