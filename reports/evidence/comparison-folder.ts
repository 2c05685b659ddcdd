import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import {
  COMPARISON_RUN_FILE,
  COMPARISON_RUN_SCHEMA_ID,
  type ComparisonRun,
  comparisonRunSchema,
} from "../../core/schema/comparison.ts";
import type { RunRecord } from "../../core/schema/evidence.ts";
import { readJson } from "./read-json.ts";
import { readRun } from "./read-run.ts";
import { mustBeFolder } from "./run-folder.ts";

/** Whether this is the folder of a comparison. */
export const isComparison = async (dir: string): Promise<boolean> =>
  (await lstat(join(dir, COMPARISON_RUN_FILE)).catch(() => null))?.isFile() === true;

/** What was to be compared. @throws FieldproofError FP-EVID-001, -004, -005 */
export const readComparisonRecord = (dir: string): Promise<ComparisonRun> =>
  readJson(join(dir, COMPARISON_RUN_FILE), comparisonRunSchema, COMPARISON_RUN_SCHEMA_ID);

export interface PolicyFolder {
  readonly id: ComparisonRun["policies"][number]["id"];
  /** Name of the run's folder; null where there is none. */
  readonly name: string | null;
  /** Earlier runs of it, which could not be measured and were run again. */
  readonly earlier: number;
}

/**
 * What was to be compared, and which folder is whose: each run names its plan's digest in a sealed file. Of several runs of
 * a plan the last counts; where policies have the same plan, its last runs are theirs in the order in which they began.
 * @throws FieldproofError FP-EVID-001, -002, -004, -005
 */
export async function readComparison(
  dir: string,
): Promise<{ readonly record: ComparisonRun; readonly folders: readonly PolicyFolder[] }> {
  await mustBeFolder(dir);
  const record = await readComparisonRecord(dir);
  const runs = await runsIn(dir);
  const folders = record.policies.map(({ id, planDigest }, at): PolicyFolder => {
    const own = runs.filter(({ run }) => run.planDigest === planDigest);
    const sharing = record.policies.filter((one) => one.planDigest === planDigest).length;
    const before = record.policies.slice(0, at).filter((one) => one.planDigest === planDigest).length;
    const earlier = Math.max(0, own.length - sharing);
    return { id, name: own[earlier + before]?.name ?? null, earlier };
  });
  return { record, folders };
}

async function runsIn(dir: string): Promise<{ name: string; run: RunRecord }[]> {
  const found: { name: string; run: RunRecord }[] = [];
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    // A folder that cannot be read as a run is nobody's.
    const read = await readRun(join(dir, entry.name)).catch(() => null);
    if (read !== null) found.push({ name: entry.name, run: read.run });
  }
  return found.sort((a, b) => (a.run.startedAt < b.run.startedAt ? -1 : 1));
}
