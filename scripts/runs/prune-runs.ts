import { lstat, readdir, realpath, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { FieldproofError, isFieldproofError } from "../../core/errors/fieldproof-error.ts";
import { fileReason } from "../../core/text/file-reason.ts";
import { findLocks } from "../../harness/lock/locks-on-disk.ts";
import { openStateFolder } from "../../harness/lock/state-folder.ts";
import { livingOf, runKey, takeLock } from "../../harness/lock/target-lock.ts";
import { readRunLeft } from "../../harness/recover/run-left.ts";
import { listRuns } from "./run-list.ts";

export interface PruneOptions {
  /** How many of the latest runs stay, whatever they are. */
  readonly keep: number;
  /** Only runs that began longer ago than this may go; without it the number alone decides. */
  readonly olderThanMs?: number | null;
  /** Epoch milliseconds; what began after it, by a clock that was wrong once, is not old. */
  readonly nowMs?: number;
  readonly dryRun: boolean;
  readonly stateDir: string;
}

export interface Pruned {
  readonly removed: readonly string[];
  /** Older runs that stay, and why. */
  readonly spared: readonly { readonly id: string; readonly reason: string }[];
  readonly kept: readonly string[];
}

/** In front of the name of a folder that is being removed: what a kill leaves of it is no run. */
const REMOVING = ".pruning-";

/** Why a run must not be removed, in words; null when it may. Anything that cannot be told is a reason. */
async function reasonToStay(runDir: string, stateDir: string): Promise<string | null> {
  const { locks, faults } = await findLocks(stateDir);
  const own = locks.filter((lock) => lock.runDir === runDir);
  const living = livingOf(own);
  if (living !== undefined) return `process ${living.pid} on ${living.host} is still at work on it`;
  if (own.length > 0) return "its lock is still held: `fieldproof recover` looks at it first";
  if (faults[0] !== undefined) return `a lock cannot be trusted [${faults[0].code}]`;
  try {
    const left = await readRunLeft(runDir);
    const open = left.replicates.flatMap(({ outstanding }) => outstanding);
    if (open[0] !== undefined)
      return `${open[0].stimulus} at ${open[0].target} was not proved undone: \`fieldproof recover\` first`;
    if (left.run.endedAt === null) return "it has no end: it runs, or was killed";
    if (!left.sealed) return "it is not sealed";
  } catch (error) {
    if (!isFieldproofError(error)) throw error;
    return `what it left at its target cannot be told [${error.code}]`;
  }
  const judged = await lstat(join(runDir, "verdict.json")).catch(() => null);
  return judged === null ? "it was never judged" : null;
}

/** Holds the run's own lock meanwhile, so that neither `recover` nor a run comes in between. */
async function remove(runsDir: string, id: string, runDir: string, stateDir: string): Promise<void> {
  await openStateFolder(stateDir);
  const order = { keys: [runKey(runDir)], target: "runs prune", runDir };
  const lock = await takeLock(order, { stateDir, leftBehind: async () => null });
  try {
    const going = join(runsDir, `${REMOVING}${id}`);
    await rename(join(runsDir, id), going);
    await rm(going, { recursive: true, force: true });
  } catch (error) {
    throw new FieldproofError("FP-FILE-002", { path: runDir, reason: fileReason(error) }, { cause: error });
  } finally {
    await lock.release();
  }
}

/**
 * Removes the folders of all runs but the latest, or of those that are old, and asks nothing; their lines in the history stay. Never removes a run
 * that is at work, that left something at its target, or that has no verdict.
 * @throws FieldproofError FP-FILE-001, -002
 */
export async function pruneRuns(runsDir: string, options: PruneOptions): Promise<Pruned> {
  const { keep, dryRun, stateDir, olderThanMs = null, nowMs = Date.now() } = options;
  const { rows } = await listRuns(runsDir);
  const here = rows.filter(({ state }) => state !== "gone");
  const older = here
    .slice(0, Math.max(0, here.length - keep))
    .filter(({ startedAt }) => olderThanMs === null || nowMs - Date.parse(startedAt) > olderThanMs)
    .map(({ id }) => id);
  const removed: string[] = [];
  const spared: { id: string; reason: string }[] = [];
  for (const id of older) {
    const runDir = await realpath(join(runsDir, id));
    const reason = await reasonToStay(runDir, stateDir);
    if (reason !== null) {
      spared.push({ id, reason });
      continue;
    }
    try {
      if (!dryRun) await remove(runsDir, id, runDir, stateDir);
      removed.push(id);
    } catch (error) {
      if (!isFieldproofError(error)) throw error;
      spared.push({ id, reason: `${error.message} [${error.code}]` });
    }
  }
  if (!dryRun) await sweep(runsDir);
  return { removed, spared, kept: here.map(({ id }) => id).filter((id) => !older.includes(id)) };
}

/** What a killed prune left half removed. */
async function sweep(runsDir: string): Promise<void> {
  for (const name of await readdir(runsDir))
    if (name.startsWith(REMOVING)) await rm(join(runsDir, name), { recursive: true, force: true });
}
