import type { Lane } from "../../core/contract/ids.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { Journal } from "../evidence/journal.ts";
import { nodeClock } from "../ports/node-ports.ts";
import type { Watchdog } from "../watchdog/watchdog-process.ts";
import type { Child, Exit } from "./child.ts";
import { type HealthSampler, startHealthSampler } from "./health-sampler.ts";
import { type K6Options, k6Ending, startK6 } from "./k6-process.ts";
import { type Arrival, laneFigures } from "./lane-figures.ts";
import { type LoadWatch, watchLoad } from "./load-watch.ts";
import { lateAllowed, type PersonBudget } from "./person-budget.ts";
import type { OnProgress } from "./progress.ts";

const TICK_MS = 250;
/** k6's own guard ends 20 s after the drain; this is the harness's, for a k6 that does not. */
const OVERDUE_MS = 40_000;
const STOP_GRACE_MS = 5000;
const HURRIED_GRACE_MS = 500;

export interface LoadStageOptions {
  readonly k6: K6Options;
  readonly healthFile: string;
  readonly journal: Journal;
  /** Wall milliseconds from T0. */
  readonly phases: readonly { readonly name: string; readonly fromMs: number; readonly toMs: number }[];
  readonly endOffsetMs: number;
  readonly arrivals: readonly Arrival[];
  /** Whose misses are told, in the lanes where agents answer. */
  readonly budget: PersonBudget;
  readonly lanes: readonly Lane[];
  readonly signal: AbortSignal;
  /** Shortens the wait for a k6 that is told to stop. */
  readonly hurry: AbortSignal;
  readonly watchdog: Pick<Watchdog, "hold" | "settled">;
  readonly onProgress: OnProgress;
  /** Called once as each phase of the load begins. */
  readonly onPhase: (name: string) => void;
  /** Numbers of the target's own, for the progress line. */
  readonly counters: () => Promise<Readonly<Record<string, number>> | null>;
}

export interface LoadStageResult {
  readonly t0: number | null;
  readonly exit: Exit;
  readonly fault: FieldproofError | null;
}

/**
 * Runs k6 from start to exit: journals T0 and each phase as it begins, samples the generator's health, raises the
 * silence alarm, and ends k6 when the run is aborted. The load outlives a dead target: customers do, too.
 */
export async function runLoad(options: LoadStageOptions): Promise<LoadStageResult> {
  const child = startK6(options.k6);
  const release = options.watchdog.hold(child);
  const hasten = (): void => void child.stop(HURRIED_GRACE_MS, "SIGINT");
  options.hurry.addEventListener("abort", hasten, { once: true });
  const health = startHealthSampler(options.healthFile, () => child.pid);
  const watch = watchLoad(options.k6.consoleFile, options, (at) => health.heartbeat(at));
  let fault: FieldproofError | null = null;
  try {
    await options.journal.append("k6.started", { pid: child.pid ?? null });
    fault = await attend(child, watch, health, options);
    const exit = await child.stop(STOP_GRACE_MS);
    await watch.stop();
    // Whether it was the watchdog that ended it.
    if (exit.code !== 0) await options.watchdog.settled();
    // Whoever stood still hears nothing either.
    if (options.signal.aborted && fault?.code === "FP-K6-005") fault = null;
    const ending = fault === null && !options.signal.aborted ? k6Ending(exit) : null;
    if (ending !== null) fault = new FieldproofError("FP-K6-004", { reason: ending });
    await options.journal.append("k6.exited", { code: exit.code, signal: exit.signal });
    return { t0: watch.t0(), exit, fault };
  } finally {
    await child.stop(STOP_GRACE_MS);
    release();
    options.hurry.removeEventListener("abort", hasten);
    await watch.stop();
    await health.stop();
  }
}

async function attend(
  child: Child,
  watch: LoadWatch,
  health: HealthSampler,
  options: LoadStageOptions,
): Promise<FieldproofError | null> {
  let phase = "";
  for (let tick = 0; child.running(); tick++) {
    await Promise.race([child.exited, pause(TICK_MS, options.signal)]);
    // Of a clock that never steps: whoever sets the machine's clock must not look like a k6 that fell silent.
    const now = nodeClock.now();
    if (options.signal.aborted && child.running()) {
      await options.journal.append("k6.interrupting", {});
      await child.stop(options.hurry.aborted ? HURRIED_GRACE_MS : STOP_GRACE_MS, "SIGINT");
      return null;
    }
    const unwritten = health.fault();
    if (unwritten !== null) {
      await child.stop(STOP_GRACE_MS);
      return unwritten;
    }
    const silentMs = watch.silentFor(now);
    if (silentMs !== null) return silence(child, silentMs);
    const t0 = watch.t0();
    if (t0 === null) continue;
    const sinceMs = now - t0;
    if (sinceMs > options.endOffsetMs + OVERDUE_MS) return silence(child, sinceMs - options.endOffsetMs);
    const current = options.phases.find((one) => sinceMs >= one.fromMs && sinceMs < one.toMs);
    if (current !== undefined && current.name !== phase) {
      phase = current.name;
      await options.journal.append("phase.began", { phase, t0, plannedOffsetMs: current.fromMs, offsetMs: sinceMs });
      options.onProgress({ kind: "phase", name: phase });
      options.onPhase(phase);
    }
    if (tick % 4 === 0) await report(watch, options, phase, sinceMs);
  }
  return null;
}

async function silence(child: Child, silentMs: number): Promise<FieldproofError> {
  await child.stop(STOP_GRACE_MS);
  return new FieldproofError("FP-K6-005", { seconds: Math.round(silentMs / 1000) });
}

async function report(watch: LoadWatch, options: LoadStageOptions, phase: string, sinceMs: number): Promise<void> {
  const planned = options.arrivals.length;
  const lanes = laneFigures(options.arrivals, sinceMs, watch.byLane);
  const arrived = lanes.reduce((sum, one) => sum + one.arrived, 0);
  const counters = await options.counters();
  const replied = Math.max(watch.counts.replied, Math.min(arrived, counters?.["contactsAnswered"] ?? 0));
  options.onProgress({
    kind: "tick",
    phase,
    arrived,
    planned,
    open: Math.max(0, arrived - watch.counts.contacts),
    replied,
    late: watch.counts.lateOrNever,
    lateAllowed: lateAllowed(options.budget, watch.counts.forPerson),
    leftSec: Math.max(0, Math.ceil((options.endOffsetMs - sinceMs) / 1000)),
    sinceSec: Math.max(0, Math.floor(sinceMs / 1000)),
    phases: options.phases.map(({ name, fromMs, toMs }) => ({ name, fromSec: fromMs / 1000, toSec: toMs / 1000 })),
    lanes,
  });
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    if (signal.aborted) setImmediate(finish);
    else signal.addEventListener("abort", finish, { once: true });
  });
