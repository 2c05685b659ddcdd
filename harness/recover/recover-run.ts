import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { FieldproofError, isFieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { LockRecord } from "../../core/schema/lock.ts";
import { type Plan, planSchema } from "../../core/schema/plan.ts";
import { findLocks } from "../lock/locks-on-disk.ts";
import type { ProcessMark } from "../lock/process-mark.ts";
import { livingOf, type Lock, runKey, takeLock } from "../lock/target-lock.ts";
import { byHandOfDamaged } from "./by-hand-lines.ts";
import { type Closed, closeRun, needsClosing } from "./close-run.ts";
import { awaitWatchdog, endOrphanLoad } from "./orphan-load.ts";
import { removePrivateFolder } from "./private-folder.ts";
import { recoverReplicate, type RecoverTools, type StimulusRecovery } from "./recover-replicate.ts";
import { readRunLeft, type RunLeft } from "./run-left.ts";
import { isUnbegun } from "./unbegun-run.ts";

export interface RecoverOptions {
  readonly stateDir: string;
  /** Says what would be done, and changes nothing. */
  readonly dryRun: boolean;
  readonly self?: ProcessMark;
  readonly host?: string;
}

export interface RunRecovery {
  readonly runDir: string;
  /** `nothing`: there was nothing to do. `would`: a dry run. */
  readonly state: "nothing" | "settled" | "residue" | "would" | "refused";
  readonly stimuli: readonly StimulusRecovery[];
  readonly closed: Closed;
  readonly notes: readonly string[];
  readonly error: FieldproofError | null;
  /** For a person, where nothing was done: lines of a journal that is not believed among them. */
  readonly byHand: readonly string[];
}

const UNTOUCHED: Closed = { aborted: false, sealed: false };

/** Recovers one run folder; safe to repeat. Never throws for what a folder or a lock may be. */
export async function recoverRun(runDir: string, tools: RecoverTools, options: RecoverOptions): Promise<RunRecovery> {
  const base = { runDir, stimuli: [], closed: UNTOUCHED, notes: [], error: null, byHand: [] };
  try {
    const unbegun = await isUnbegun(runDir);
    const left = unbegun ? null : await readRunLeft(runDir);
    const locks = (await findLocks(options.stateDir)).locks.filter((lock) => lock.runDir === runDir);
    const living = livingOf(locks, options.host);
    if (living !== undefined) throw stillRunning(living);
    if (left === null) {
      if (locks.length > 0 && !options.dryRun) await (await lockAll(runDir, locks, options)).release();
      return { ...base, state: "nothing", notes: ["its harness was killed before it began anything"] };
    }
    const open = left.replicates.flatMap(({ folder, outstanding }) => outstanding.map((one) => ({ folder, ...one })));
    if (open.length === 0 && !needsClosing(left) && locks.length === 0) return { ...base, state: "nothing" };
    if (locks.length === 0) {
      const words = open.map(({ stimulus, target }) => `${stimulus} at ${target}`).join(", ");
      const notBegunHere = { runDir, stateDir: options.stateDir, left: words };
      if (open.length > 0) throw new FieldproofError("FP-RECOVER-006", notBegunHere);
      return { ...base, state: "nothing", notes: ["it has no end and no lock here: whether it still runs is unknown"] };
    }
    if (options.dryRun) return { ...base, state: "would", ...wouldDo(left) };
    return await recoverLocked(left, locks, tools, options);
  } catch (error) {
    if (!isFieldproofError(error)) throw error;
    return { ...base, state: "refused", error, byHand: await byHandOfDamaged(runDir) };
  }
}

const stillRunning = ({ runDir, pid, host, since }: LockRecord): FieldproofError =>
  new FieldproofError("FP-RECOVER-004", { runDir, pid, host, since });

function wouldDo(left: RunLeft): Pick<RunRecovery, "stimuli" | "notes"> {
  const stimuli = left.replicates.flatMap(({ folder, outstanding }) =>
    outstanding.map(({ stimulus, target, byHand, steps }) => ({
      ...{ folder, stimulus, target, byHand, proved: false },
      sentence: `${steps.length} step(s) to take and to prove`,
    })),
  );
  const notes = [
    ...(left.run.endedAt === null ? ["it would be marked as aborted"] : []),
    ...(left.sealed ? [] : ["it would be sealed"]),
  ];
  return { stimuli, notes };
}

async function recoverLocked(
  left: RunLeft,
  locks: readonly LockRecord[],
  tools: RecoverTools,
  options: RecoverOptions,
): Promise<RunRecovery> {
  const { runDir, run } = left;
  const lock = await lockAll(runDir, locks, options);
  const stimuli: StimulusRecovery[] = [];
  const notes = left.replicates.flatMap(({ folder, cut }) =>
    cut ? [`${folder}: the journal ends in the middle of a line; what stands before it counts`] : [],
  );
  let closed = UNTOUCHED;
  let whole = false;
  try {
    const plan = await readPlan(runDir);
    for (const one of left.replicates) {
      if (await endOrphanLoad(one)) notes.push(`${one.folder}: a load that had outlived its harness was ended`);
      if (!(await awaitWatchdog(one))) notes.push(`${one.folder}: its watchdog is at work still`);
    }
    for (const one of left.replicates) stimuli.push(...(await recoverReplicate(run.id, plan, one, tools)));
    whole = stimuli.every(({ proved }) => proved);
    // While something is left, a step may still need a bearer that is in there.
    for (const one of whole ? left.replicates : [])
      if (await removePrivateFolder(one)) notes.push(`${one.folder}: the private folder of the run was removed`);
    closed = await closeRun(left, (tools.nowMs ?? Date.now)());
  } finally {
    // While something is left the lock stays, dead as soon as this process is: a new run is refused by it.
    if (whole) await lock.release();
  }
  return { runDir, state: whole ? "settled" : "residue", stimuli, closed, notes, error: null, byHand: [] };
}

/** Takes over all that the dead run holds, whatever it left: that is what is looked after now. */
function lockAll(runDir: string, locks: readonly LockRecord[], options: RecoverOptions): Promise<Lock> {
  const { stateDir, self, host } = options;
  const keys = [...new Set([runKey(runDir), ...locks.map(({ key }) => key)])];
  return takeLock(
    { keys, target: locks[0]?.target ?? "", runDir },
    {
      ...{ stateDir, leftBehind: async () => null },
      ...(self === undefined ? {} : { self }),
      ...(host === undefined ? {} : { host }),
    },
  );
}

/** Null when it is not there or not readable: then the drill's own proofs are left out. */
async function readPlan(runDir: string): Promise<Plan | null> {
  try {
    return planSchema.parse(JSON.parse(await readFile(join(runDir, "plan.json"), "utf8")));
  } catch {
    return null;
  }
}
