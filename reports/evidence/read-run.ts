import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { DRILL_IDS } from "../../core/contract/ids.ts";
import {
  REPLICATE_SCHEMA_ID,
  type ReplicateRecord,
  replicateSchema,
  RUN_SCHEMA_ID,
  type RunRecord,
  runSchema,
} from "../../core/schema/evidence.ts";
import { PLAN_SCHEMA_ID, type Plan, planSchema } from "../../core/schema/plan.ts";
import { readJson } from "./read-json.ts";
import { mustBeFolder } from "./run-folder.ts";

export interface ReplicateOnDisk {
  readonly record: ReplicateRecord;
  /** Below the run's folder: `nano-drop/1`. */
  readonly folder: string;
  readonly dir: string;
}

export interface RunOnDisk {
  readonly run: RunRecord;
  readonly plan: Plan;
  /** In the order of the catalogue, then by number. */
  readonly replicates: readonly ReplicateOnDisk[];
}

/** @throws FieldproofError FP-EVID-001, -002, -004, -005 */
export async function readRun(runDir: string): Promise<RunOnDisk> {
  await mustBeFolder(runDir);
  const run = await readJson(join(runDir, "run.json"), runSchema, RUN_SCHEMA_ID);
  const plan = await readJson(join(runDir, "plan.json"), planSchema, PLAN_SCHEMA_ID);
  const replicates: ReplicateOnDisk[] = [];
  for (const drill of DRILL_IDS) {
    const names = await readdir(join(runDir, drill)).catch(() => []);
    const numbers = names.filter((name) => /^[1-9]\d{0,2}$/.test(name)).map(Number);
    for (const number of numbers.sort((a, b) => a - b)) {
      const dir = join(runDir, drill, String(number));
      replicates.push({
        record: await readJson(join(dir, "replicate.json"), replicateSchema, REPLICATE_SCHEMA_ID),
        folder: `${drill}/${number}`,
        dir,
      });
    }
  }
  return { run, plan, replicates };
}
