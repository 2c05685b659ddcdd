import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { DRILL_IDS, type DrillId, replicatesOf } from "../../core/contract/ids.ts";
import { type FieldproofError, isFieldproofError } from "../../core/errors/fieldproof-error.ts";
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

/** A replicate of which not even the record can be read. */
export interface DamagedReplicate {
  readonly drill: DrillId;
  readonly replicate: number;
  readonly folder: string;
  readonly fault: FieldproofError;
}

export interface RunOnDisk {
  readonly run: RunRecord;
  readonly plan: Plan;
  /** In the order of the catalogue, then by number. */
  readonly replicates: readonly ReplicateOnDisk[];
  readonly damaged: readonly DamagedReplicate[];
}

/** The folders that a run has when it came to its end: `nano-drop/1` and so on. */
export const expectedFolders = (run: Pick<RunRecord, "drills" | "replicates">): string[] =>
  run.drills.flatMap((drill) =>
    Array.from({ length: replicatesOf(drill, run.replicates) }, (_, index) => `${drill}/${index + 1}`),
  );

/**
 * Reads what a run folder says of itself. A replicate whose record is missing or damaged costs that replicate; one of
 * another version's schema costs the run.
 * @throws FieldproofError FP-EVID-001, -002, -004, -005
 */
export async function readRun(runDir: string): Promise<RunOnDisk> {
  await mustBeFolder(runDir);
  const run = await readJson(join(runDir, "run.json"), runSchema, RUN_SCHEMA_ID);
  const plan = await readJson(join(runDir, "plan.json"), planSchema, PLAN_SCHEMA_ID);
  const replicates: ReplicateOnDisk[] = [];
  const damaged: DamagedReplicate[] = [];
  for (const drill of DRILL_IDS) {
    const names = await readdir(join(runDir, drill)).catch(() => []);
    const numbers = names.filter((name) => /^[1-9]\d{0,2}$/.test(name)).map(Number);
    for (const number of numbers.sort((a, b) => a - b)) {
      const dir = join(runDir, drill, String(number));
      const folder = `${drill}/${number}`;
      const path = join(dir, "replicate.json");
      try {
        const record = await readJson(path, replicateSchema, REPLICATE_SCHEMA_ID, `${folder}/replicate.json`);
        replicates.push({ record, folder, dir });
      } catch (error) {
        if (!isFieldproofError(error) || error.code === "FP-EVID-004") throw error;
        damaged.push({ drill, replicate: number, folder, fault: error });
      }
    }
  }
  return { run, plan, replicates, damaged };
}
