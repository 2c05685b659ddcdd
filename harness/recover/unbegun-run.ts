import { readdir } from "node:fs/promises";
import { DRILL_IDS } from "../../core/contract/ids.ts";

/**
 * A folder whose harness was killed before it wrote a first word: nothing was done to any target yet. False where there
 * is no such folder: then nobody can tell.
 */
export async function isUnbegun(runDir: string): Promise<boolean> {
  const names = await readdir(runDir).catch(() => null);
  return names !== null && !names.includes("run.json") && !names.some((name) => DRILL_IDS.some((id) => id === name));
}
