import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import type { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { findLocks } from "../lock/locks-on-disk.ts";

export interface RunsFound {
  /** Real paths, those of locks first. */
  readonly runDirs: readonly string[];
  readonly faults: readonly FieldproofError[];
}

/** Every run that may have left something: those that hold a lock, wherever they are, and those below `runsDir`. */
export async function findRuns(runsDir: string, stateDir: string): Promise<RunsFound> {
  const { locks, faults } = await findLocks(stateDir);
  const runDirs = new Set(locks.map(({ runDir }) => runDir));
  for (const name of (await readdir(runsDir).catch(() => [])).sort()) {
    const path = join(runsDir, name);
    if (!(await isRun(path))) continue;
    runDirs.add(await realpath(path));
  }
  return { runDirs: [...runDirs], faults };
}

const isRun = async (path: string): Promise<boolean> => (await stat(join(path, "run.json")).catch(() => null)) !== null;
