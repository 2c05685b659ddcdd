import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { arch, cpus, platform, totalmem } from "node:os";
import { copyFile, realpath, rmdir } from "node:fs/promises";
import { type DrillId, type ProfileName, replicatesOf } from "../../core/contract/ids.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { RUN_SCHEMA_ID, type ReplicateRecord, type RunRecord } from "../../core/schema/evidence.ts";
import type { Phases, Plan } from "../../core/schema/plan.ts";
import { arrivalsOf } from "../plan/digest.ts";
import { phaseRefusals, stimulusRefusals } from "../plan/outline-refusals.ts";
import { writeJsonFile } from "../evidence/json-file.ts";
import { createRunFolder } from "../evidence/run-folder.ts";
import { sealRun } from "../evidence/seal.ts";
import { lockRun, unlockRun } from "../recover/run-lock.ts";
import { type Watchdog, startWatchdog } from "../watchdog/watchdog-process.ts";
import type { BrowserChoice } from "./browser-probe.ts";
import { abortedOf, createHalt } from "./halt.ts";
import type { OnProgress } from "./progress.ts";
import { rest, restBeforeNext } from "./limit-rest.ts";
import { runReplicate } from "./run-replicate.ts";
import { refuseWhileStopped, watchStopFiles } from "./stop-file.ts";
import { type CatalogEntry, findDrill } from "../../drills/catalog.ts";
import { loadSpans } from "../load/drill-streams.ts";
import { type TargetSource, targetName } from "./target-session.ts";

export interface RunOptions {
  readonly plan: Plan;
  readonly planDigest: string;
  readonly planPath: string | null;
  readonly profile: ProfileName;
  readonly phases: Phases;
  readonly arrivalsSec: readonly number[] | null;
  readonly drills: readonly DrillId[];
  /** Drills that were asked for and that the target cannot be asked for, each with its reason. */
  readonly notRun?: RunRecord["notRun"];
  readonly replicates: number;
  readonly runsDir: string;
  /** Where a STOP file ends the run, too: of a run that is part of something, the folder of that. */
  readonly stopDirs?: readonly string[];
  /** Where locks are held; without it the caller's own place (harness/lock/state-folder.ts). */
  readonly stateDir?: string;
  readonly k6Path: string;
  /** For the walk of a real browser, in drills that show one. */
  readonly browser: BrowserChoice;
  readonly versions: Readonly<Record<string, string>>;
  readonly target: TargetSource;
  /** The drills that there are; without it those of drills/catalog.ts. */
  readonly catalog?: readonly CatalogEntry[];
  readonly signal: AbortSignal;
  /** A second interrupt: waits become short, no step is left out. */
  readonly hurry?: AbortSignal;
  readonly onProgress: OnProgress;
}

export interface RunResult {
  readonly runDir: string;
  readonly aborted: boolean;
  readonly replicates: readonly ReplicateRecord[];
}

/**
 * `1124T1402-7`: month, day, time (UTC) and seed; a letter more when the folder is taken. A served target remembers what
 * earlier runs called their contacts, wherever their folders are: there the id ends in a random `mark`.
 */
export const runId = (at: Date, seed: number, taken: number, mark = ""): string => {
  const stamp = at.toISOString();
  return `${stamp.slice(5, 7)}${stamp.slice(8, 10)}T${stamp.slice(11, 13)}${stamp.slice(14, 16)}-${seed}${taken === 0 ? "" : String.fromCharCode(96 + Math.min(26, taken))}${mark === "" ? "" : `-${mark}`}`;
};

const machine = (): RunRecord["machine"] => ({
  cpu: cpus()[0]?.model.trim() ?? "unknown",
  cores: cpus().length,
  memoryMb: Math.round(totalmem() / 1e6),
  platform: `${platform()}-${arch()}`,
});

/**
 * Runs the drills one after another, each replicate with a seed of its own, and seals the folder. Beside it goes a
 * watchdog, started before anything else.
 * @throws FieldproofError FP-TARGET-020 for a stimulus that the target forbids, FP-FAULT-008 for one without its phase, FP-STOP-002 while a STOP file is there, FP-WATCH-001 when no watchdog can be had
 */
export async function run(options: RunOptions): Promise<RunResult> {
  const entries = entriesOf(options);
  refuseStimuli(entries, options);
  for (const dir of stopDirsOf(options)) await refuseWhileStopped(dir);
  const watchdog = await startWatchdog();
  try {
    return await runLocked(entries, options, watchdog);
  } finally {
    await watchdog.close();
  }
}

async function runLocked(
  entries: readonly CatalogEntry[],
  options: RunOptions,
  watchdog: Watchdog,
): Promise<RunResult> {
  const { id, dir } = await newFolder(options);
  const runDir = await realpath(dir);
  const lock = await lockRun(options.target, runDir, options.stateDir).catch(async (refused: unknown) => {
    // Nothing stands in it yet.
    await rmdir(runDir);
    throw refused;
  });
  for (const dead of lock.takenOver)
    options.onProgress({ kind: "note", text: `took over the lock of a run that died and left nothing: ${dead}` });
  try {
    return await runIn(runDir, id, entries, options, watchdog);
  } finally {
    await unlockRun(lock, runDir);
  }
}

async function runIn(
  runDir: string,
  id: string,
  entries: readonly CatalogEntry[],
  options: RunOptions,
  watchdog: Watchdog,
): Promise<RunResult> {
  const { plan, hurry = new AbortController().signal } = options;
  const { signal, stop: halt, end } = createHalt(options.signal);
  void watchdog.lost.then(halt);
  let record: RunRecord = {
    schema: RUN_SCHEMA_ID,
    id,
    startedAt: new Date().toISOString(),
    endedAt: null,
    profile: options.profile,
    drills: [...options.drills],
    ...((options.notRun ?? []).length === 0 ? {} : { notRun: options.notRun }),
    replicates: options.replicates,
    planDigest: options.planDigest,
    ...arrivalsOf(options),
    target: targetName(options.target),
    aborted: null,
    versions: { ...options.versions },
    machine: machine(),
  };
  await writeJsonFile(join(runDir, "run.json"), record);
  await writeJsonFile(join(runDir, "plan.json"), plan);
  if (options.planPath !== null) await copyFile(options.planPath, join(runDir, "drop.yaml"));
  const simulatedMs = entries.reduce(
    (sum, { load }) => sum + (loadSpans(load, plan, options.phases).at(-1)?.to ?? 0),
    0,
  );
  options.onProgress({
    kind: "started",
    runDir,
    k6: options.versions["k6"] ?? "unknown",
    stack: targetName(options.target),
    seed: plan.seed,
    profile: options.profile,
    simulatedMin: Math.round(simulatedMs / 60_000),
    timeFactor: options.phases.timeFactor,
  });
  const replicates: ReplicateRecord[] = [];
  const endLooking = watchStopFiles([runDir, ...stopDirsOf(options)], halt);
  try {
    for (const entry of entries) {
      for (
        let replicate = 1;
        replicate <= replicatesOf(entry.definition.meta.id, options.replicates) && !signal.aborted;
        replicate++
      ) {
        const restMs = replicates.length === 0 ? 0 : restBeforeNext(options.target);
        if (restMs > 0) {
          options.onProgress({
            kind: "note",
            text: `waiting ${restMs / 1000} s: the target's limit is on each minute`,
          });
          await rest(restMs, signal);
          if (signal.aborted) break;
        }
        const dir = join(runDir, entry.definition.meta.id, String(replicate));
        // Replicates are different drops of the same plan: the seed moves, everything else stays.
        replicates.push(
          await runReplicate({
            ...{ ...options, entry, replicate, seed: (plan.seed + replicate - 1) >>> 0, runId: id, dir },
            ...{ signal, hurry, watchdog, halt },
          }),
        );
      }
    }
  } finally {
    endLooking();
    end();
  }
  record = {
    ...record,
    endedAt: new Date().toISOString(),
    aborted: abortedOf(signal),
  };
  await writeJsonFile(join(runDir, "run.json"), record);
  await sealRun(runDir);
  return { runDir, aborted: signal.aborted, replicates };
}

const stopDirsOf = ({ runsDir, stopDirs = [] }: RunOptions): string[] => [runsDir, ...stopDirs];

/** Before anything is sent, and whoever has called. @throws FieldproofError FP-FAULT-008, FP-TARGET-020 */
function refuseStimuli(entries: readonly CatalogEntry[], { target, phases, plan, catalog }: RunOptions): void {
  const stimuli = entries.flatMap(({ definition, stimulus }) =>
    stimulus.kind === "none" ? [] : [{ drill: definition.meta.id, id: stimulus.id, phase: stimulus.phase }],
  );
  const forbidden = target.kind === "bundled" ? [] : stimulusRefusals(stimuli, target.target.file);
  const [refusal] = [...forbidden, ...phaseRefusals(stimuli, plan, phases, catalog)];
  if (refusal !== undefined) throw refusal;
}

/** @throws FieldproofError FP-RUN-003 for a drill that there is not */
const entriesOf = ({ drills, catalog }: RunOptions): CatalogEntry[] =>
  drills.map((drill) => {
    const entry = findDrill(drill, catalog);
    if (entry === undefined) throw new FieldproofError("FP-RUN-003", { drill });
    return entry;
  });

async function newFolder(options: RunOptions): Promise<{ id: string; dir: string }> {
  const mark = options.target.kind === "served" ? randomBytes(4).toString("hex") : "";
  for (let taken = 0; ; taken++) {
    const id = runId(new Date(), options.plan.seed, taken, mark);
    try {
      return { id, dir: await createRunFolder(options.runsDir, id) };
    } catch (error) {
      if (taken < 26 && error instanceof Error && "code" in error && error.code === "FP-FILE-004") continue;
      throw error;
    }
  }
}
