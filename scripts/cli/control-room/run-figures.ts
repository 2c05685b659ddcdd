import type { Progress } from "../../../harness/run/progress.ts";

export type Tick = Extract<Progress, { kind: "tick" }>;

/** What is known of a run while it goes on. So far, and no verdict: that comes from the sealed evidence alone. */
export interface RunFigures {
  readonly run: Extract<Progress, { kind: "started" }> | null;
  readonly replicate: Extract<Progress, { kind: "replicate" }> | null;
  readonly phase: string | null;
  readonly tick: Tick | null;
  /** What is in force at the target, or was, by its id; the last step of each. */
  readonly stimuli: Readonly<Record<string, Extract<Progress, { kind: "stimulus" }>>>;
  readonly faults: readonly Extract<Progress, { kind: "fault" }>[];
}

export const NO_FIGURES: RunFigures = {
  run: null,
  replicate: null,
  phase: null,
  tick: null,
  stimuli: {},
  faults: [],
};

const MOST_FAULTS = 20;

/** The figures after one more word of the run. A new replicate begins anew; faults stay. */
export function after(figures: RunFigures, progress: Progress): RunFigures {
  if (progress.kind === "started") return { ...NO_FIGURES, run: progress };
  if (progress.kind === "replicate") return { ...figures, replicate: progress, phase: null, tick: null, stimuli: {} };
  if (progress.kind === "phase") return { ...figures, phase: progress.name };
  if (progress.kind === "tick") return { ...figures, tick: progress };
  if (progress.kind === "stimulus") return { ...figures, stimuli: { ...figures.stimuli, [progress.id]: progress } };
  if (progress.kind === "fault") return { ...figures, faults: [...figures.faults, progress].slice(-MOST_FAULTS) };
  return figures;
}
