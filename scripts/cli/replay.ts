import { dirname, resolve } from "node:path";
import type { Plan } from "../../core/schema/plan.ts";
import { loadArrivals } from "../../harness/plan/load-arrivals.ts";

/** Offsets of the arrivals file that the plan names, relative to the plan's own folder; null when it names none. */
export async function replayOf(plan: Plan, planPath: string | undefined): Promise<readonly number[] | null> {
  if (plan.arrivals.csv === undefined) return null;
  const loaded = await loadArrivals(resolve(planPath === undefined ? "." : dirname(planPath), plan.arrivals.csv));
  return loaded.offsetsSec;
}
