import { lstat, readdir, realpath, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { FieldproofError, isFieldproofError } from "../../core/errors/fieldproof-error.ts";
import { COMPARISON_FILE } from "../../core/schema/comparison.ts";
import { fileReason } from "../../core/text/file-reason.ts";
import { findLocks } from "../../harness/lock/locks-on-disk.ts";
import { openStateFolder } from "../../harness/lock/state-folder.ts";
import { livingOf, runKey, takeLock } from "../../harness/lock/target-lock.ts";
import { readRunLeft } from "../../harness/recover/run-left.ts";
import { listRuns, type RunList } from "./run-list.ts";

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

/** A folder that may be old. */
interface Candidate {
  readonly id: string;
  readonly startedAt: string;
  readonly comparison: boolean;
}

/** In front of the name of a folder that is being removed: what a kill leaves of it is no run. */
const REMOVING = ".pruning-";

/** Why a run must not be removed, in words; null when it may. Anything that cannot be told is a reason. */
async function runMustStay(runDir: string, stateDir: string): Promise<string | null> {
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

/** Runs that are set side by side go together or not at all. */
async function reasonToStay({ comparison }: Candidate, runDir: string, stateDir: string): Promise<string | null> {
  if (!comparison) return await runMustStay(runDir, stateDir);
  for (const name of await foldersIn(runDir)) {
    const reason = await runMustStay(join(runDir, name), stateDir);
    if (reason !== null) return `${name}: ${reason}`;
  }
  const judged = await lstat(join(runDir, COMPARISON_FILE)).catch(() => null);
  return judged === null ? "it was never judged" : null;
}

const foldersIn = async (dir: string): Promise<string[]> =>
  (await readdir(dir, { withFileTypes: true })).filter((one) => one.isDirectory()).map(({ name }) => name);

/** Holds the locks of the run, or of all runs in it, so that neither `recover` nor a run comes in between. */
async function remove(runsDir: string, { id, comparison }: Candidate, runDir: string, stateDir: string): Promise<void> {
  await openStateFolder(stateDir);
  const inside = comparison ? await foldersIn(runDir) : [];
  const keys = [runDir, ...inside.map((name) => join(runDir, name))].map(runKey);
  const order = { keys, target: "runs prune", runDir };
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
 * Removes the folders of all runs but the latest, or of those that are old, and asks nothing; their lines in the history
 * stay. A comparison counts as one. Never removes a run that is at work, that left something at its target, or that has
 * no verdict.
 * @throws FieldproofError FP-FILE-001, -002
 */
export async function pruneRuns(runsDir: string, options: PruneOptions): Promise<Pruned> {
  const { keep, dryRun, stateDir, olderThanMs = null, nowMs = Date.now() } = options;
  const here = candidates(await listRuns(runsDir));
  const older = here
    .slice(0, Math.max(0, here.length - keep))
    .filter(({ startedAt }) => olderThanMs === null || nowMs - Date.parse(startedAt) > olderThanMs);
  const removed: string[] = [];
  const spared: { id: string; reason: string }[] = [];
  for (const one of older) {
    const { id } = one;
    const runDir = await realpath(join(runsDir, id));
    const reason = await reasonToStay(one, runDir, stateDir);
    if (reason !== null) {
      spared.push({ id, reason });
      continue;
    }
    try {
      if (!dryRun) await remove(runsDir, one, runDir, stateDir);
      removed.push(id);
    } catch (error) {
      if (!isFieldproofError(error)) throw error;
      spared.push({ id, reason: `${error.message} [${error.code}]` });
    }
  }
  if (!dryRun) await sweep(runsDir);
  return { removed, spared, kept: here.filter((one) => !older.includes(one)).map(({ id }) => id) };
}

/** Runs in the order of their list, and comparisons among them by their start. */
function candidates({ rows, comparisons }: RunList): Candidate[] {
  const here: Candidate[] = rows
    .filter(({ state }) => state !== "gone")
    .map(({ id, startedAt }) => ({ id, startedAt, comparison: false }));
  for (const { id, startedAt } of comparisons) {
    const later = here.findIndex((one) => one.startedAt > startedAt);
    here.splice(later < 0 ? here.length : later, 0, { id, startedAt, comparison: true });
  }
  return here;
}

/** What a killed prune left half removed. */
async function sweep(runsDir: string): Promise<void> {
  for (const name of await readdir(runsDir))
    if (name.startsWith(REMOVING)) await rm(join(runsDir, name), { recursive: true, force: true });
}
