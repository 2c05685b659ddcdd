import { type Plan, planSchema } from "../../core/schema/plan.ts";
import { planDigest } from "./digest.ts";
import { parseYamlText, readYamlFile, type YamlKind } from "./yaml-file.ts";

const LIMIT_MB = 1;

const KIND: YamlKind<Plan> = { schema: planSchema, code: "FP-PLAN-001", noun: "the plan" };

export interface LoadedPlan {
  readonly plan: Plan;
  /** SHA-256, hex, of the canonical form. */
  readonly digest: string;
  /** The file as it was written, for the run folder. */
  readonly source: string;
}

/** @throws FieldproofError FP-PLAN-001 with every fault of `text` */
export const parsePlan = (text: string, path: string): Plan => parseYamlText(text, path, KIND);

/**
 * Reads and checks `drop.yaml` (at most 1 MB), every default filled in.
 * @throws FieldproofError FP-PLAN-001 with all faults, each with line and column; FP-FILE-001 and -003 for files that
 * cannot be read or are too large
 */
export const loadPlan = async (path: string): Promise<LoadedPlan> => {
  const { text } = await readYamlFile(path, LIMIT_MB, KIND.code);
  const plan = parsePlan(text, path);
  return { plan, digest: planDigest(plan), source: text };
};
