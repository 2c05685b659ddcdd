import { dirname, join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { COMPARED_POLICIES, COMPARED_TITLES, type ComparedPolicyId } from "../../core/contract/call-policies.ts";
import { FieldproofError, isFieldproofError } from "../../core/errors/fieldproof-error.ts";
import { COMPARISON_RUN_FILE, COMPARISON_RUN_SCHEMA_ID, type ComparisonRun } from "../../core/schema/comparison.ts";
import type { Plan } from "../../core/schema/plan.ts";
import { writeJsonFile } from "../../harness/evidence/json-file.ts";
import { createRunFolder } from "../../harness/evidence/run-folder.ts";
import { checkPlan } from "../../harness/plan/check-plan.ts";
import { defaultPlan } from "../../harness/plan/default-plan.ts";
import { planDigest } from "../../harness/plan/digest.ts";
import { planUnder } from "../../harness/plan/plan-under-policy.ts";
import { runId } from "../../harness/run/run.ts";
import { readComparison } from "../../reports/evidence/comparison-folder.ts";
import { judgeComparison } from "../../reports/judge/judge-comparison.ts";
import type { PlannedRun } from "./planned-run.ts";

/** One policy's plan, and what names it. */
export interface Variant {
  readonly id: ComparedPolicyId;
  readonly plan: Plan;
  readonly planDigest: string;
}

export interface ComparisonStart {
  readonly dir: string;
  /** The folder of all runs. */
  readonly runsDir: string;
  readonly record: ComparisonRun;
  /** Nothing stands in its folder yet. */
  readonly isNew: boolean;
  /** What is still to be run. */
  readonly todo: readonly Variant[];
}

/** @throws FieldproofError FP-PLAN-001 for a plan that could not be judged under one of the policies */
export const variantsOf = ({ plan, profile, replay, drills }: PlannedRun): Variant[] =>
  COMPARED_POLICIES.map((id) => {
    const under = planUnder(plan, id);
    checkPlan(under, profile, {
      drills,
      path: `the plan under "${COMPARED_TITLES[id]}"`,
      ...(replay === null ? {} : { offsetsSec: replay }),
    });
    return { id, plan: under, planDigest: planDigest(under) };
  });

/** A plan need not say anything of a partner; then what is compared is not the user's own. */
const notesOf = ({ fulfilment }: Plan): string[] =>
  isDeepStrictEqual(fulfilment, defaultPlan().fulfilment)
    ? [
        "The plan says nothing of its own about fulfilment: partner, customers, promises and policy are the built-in ones.",
      ]
    : [];

/** A new folder, with what is to be compared in it. @throws FieldproofError FP-FILE-002, -005 */
export async function beginComparison(
  runs: string,
  planned: PlannedRun,
  todo: readonly Variant[],
): Promise<ComparisonStart> {
  const runsDir = resolve(runs);
  const at = new Date();
  for (let taken = 0; ; taken++) {
    const id = runId(at, planned.plan.seed, taken, "policies");
    try {
      const dir = await createRunFolder(runsDir, id);
      const record: ComparisonRun = {
        ...{ schema: COMPARISON_RUN_SCHEMA_ID, kind: "policies", id, startedAt: at.toISOString() },
        ...{ profile: planned.profile, seed: planned.plan.seed, notes: notesOf(planned.plan) },
        policies: todo.map(({ id: policy, planDigest: digest }) => ({ id: policy, planDigest: digest })),
      };
      await writeJsonFile(join(dir, COMPARISON_RUN_FILE), record);
      return { dir, runsDir, record, isNew: true, todo };
    } catch (error) {
      if (taken < 26 && isFieldproofError(error) && error.code === "FP-FILE-004") continue;
      throw error;
    }
  }
}

/**
 * A comparison that is there: what of it was measured stays, whatever it says; only the rest is run again.
 * @throws FieldproofError FP-EVID-001, -002, -004, -005; FP-CLI-001 when the plan is not the one that was compared
 */
export async function resumeComparison(
  folder: string,
  planned: PlannedRun,
  variants: readonly Variant[],
): Promise<ComparisonStart> {
  const dir = resolve(folder);
  const { record } = await readComparison(dir);
  const same = variants.map(({ id, planDigest: digest }) => ({ id, planDigest: digest }));
  if (record.profile !== planned.profile || !isDeepStrictEqual(record.policies, same))
    throw new FieldproofError("FP-CLI-001", {
      problem: `${record.id} compared another plan, seed ${record.seed}, profile ${record.profile}; give --resume the same.`,
    });
  const { policies } = await judgeComparison(dir);
  const open = new Set(policies.filter(({ state }) => state !== "measured").map(({ id }) => id));
  const digests = new Set(variants.filter(({ id }) => open.has(id)).map(({ planDigest: digest }) => digest));
  // Policies of the same plan share their runs: both are run again.
  return {
    dir,
    runsDir: dirname(dir),
    record,
    isNew: false,
    todo: variants.filter((one) => digests.has(one.planDigest)),
  };
}
