import type { Staffing } from "../../core/schema/staffing.ts";
import type { Verdict } from "../../core/schema/verdict.ts";
import { isFieldproofError } from "../../core/errors/fieldproof-error.ts";
import { resolvePhases } from "../../harness/plan/profiles.ts";
import { answerStaffing } from "../../harness/staffing/staffing-answer.ts";
import { readRun } from "../../reports/evidence/read-run.ts";
import { judgeRun } from "../../reports/judge/judge-run.ts";
import { bundledDesk } from "./bundled-desk.ts";
import { isSoonSimulated } from "./simulated-size.ts";

const SEEDS = 9;

/** The run's verdict with what its plan's staffing can do; a function of the run's folder, as the verdict is. */
export async function judgeWithStaffing(runDir: string): Promise<Verdict> {
  const verdict = await judgeRun(runDir);
  const staffing = await staffingOf(runDir);
  return staffing === null ? verdict : { ...verdict, staffing };
}

/** Null where another desk than the bundled one answered, of whose island nothing is known, and for other drills. */
async function staffingOf(runDir: string): Promise<Staffing | null> {
  const { run, plan, replicates } = await readRun(runDir);
  const record = replicates.find((one) => one.record.drill === "nano-drop")?.record;
  if (record === undefined || record.mapped !== undefined || run.target !== "reference stack") return null;
  // Of a former drop's arrivals the folder holds no more than their path.
  if (plan.arrivals.csv !== undefined) return null;
  const phases = resolvePhases(plan, run.profile);
  if (!isSoonSimulated(plan, phases)) return null;
  const { event, items } = plan.drop;
  try {
    return await answerStaffing({
      ...{ plan, profile: run.profile, phases, arrivalsSec: null },
      seeds: Array.from({ length: SEEDS }, (_, index) => (plan.seed + index) % 4_294_967_296),
      desk: (seed) => bundledDesk(event, items, seed),
    });
  } catch (error) {
    // What is only shown costs nobody their verdict.
    if (isFieldproofError(error)) return null;
    throw error;
  }
}
