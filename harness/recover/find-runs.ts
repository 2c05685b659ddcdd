import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import type { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { runFolders } from "../evidence/run-folders.ts";
import { findLocks } from "../lock/locks-on-disk.ts";

export interface RunsFound {
  /** Real paths, those of locks first. */
  readonly runDirs: readonly string[];
  readonly faults: readonly FieldproofError[];
}

/**
 * Every run that may have left something: those that hold a lock, wherever they are, and those below `runsDir`,
 * the runs of comparisons among them.
 */
export async function findRuns(runsDir: string, stateDir: string): Promise<RunsFound> {
  const { locks, faults } = await findLocks(stateDir);
  const runDirs = new Set(locks.map(({ runDir }) => runDir));
  const names = (await readdir(runsDir).catch(() => [])).sort();
  for (const path of [...names.map((name) => join(runsDir, name)), ...(await runFolders(runsDir))]) {
    if (!(await isRun(path))) continue;
    runDirs.add(await realpath(path));
  }
  return { runDirs: [...runDirs], faults };
}

const isRun = async (path: string): Promise<boolean> => (await stat(join(path, "run.json")).catch(() => null)) !== null;
