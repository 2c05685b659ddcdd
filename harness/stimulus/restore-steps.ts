import type { RestoreStep } from "../../core/schema/restore-step.ts";
import type { TakenStep } from "../../core/schema/stimulus-journal.ts";
import type { RestoreAdapter, Standing } from "../faults/fault-adapter.ts";
import { oneLine } from "./one-line.ts";
import { callSpan, type Pace } from "./pace.ts";
import type { Waits } from "./waits.ts";

/** A step with the adapter that takes it. */
export interface BoundStep {
  readonly step: RestoreStep;
  readonly adapter: RestoreAdapter;
}

export const byHandOf = (steps: readonly BoundStep[]): string[] =>
  steps.map(({ step, adapter }) => oneLine(adapter.byHand(step)));

/** The least that an adapter is given, so that a call in a hurry is one all the same. */
const LEAST_CALL_MS = 50;

/** A fault or a state that lived in the target itself is gone with it; one of a proxy or behind a hook is not. */
const endedWith = (step: RestoreStep, targetEnded: () => boolean): boolean =>
  (step.via === "stack-fault" || step.via === "stack-call") && targetEnded();

/** Takes one step, again after a failure, a limited number of times. Never throws; a hurry shortens waits only. */
export async function takeStep(
  { step, adapter }: BoundStep,
  index: number,
  pace: Pace,
  waits: Waits,
  targetEnded: () => boolean,
): Promise<TakenStep> {
  const span = callSpan(pace, step.via);
  let reason = "";
  for (let attempt = 1; attempt <= pace.attempts; attempt++) {
    const limitMs = Math.max(LEAST_CALL_MS, waits.worthMs(span));
    const answer = await waits.within({ ms: limitMs, hurriedMs: span.hurriedMs }, () => adapter.restore(step, limitMs));
    if (answer.ok) return { step: index, done: true, reason: attempt === 1 ? "done" : `done at attempt ${attempt}` };
    reason = oneLine(answer.reason);
    if (endedWith(step, targetEnded))
      return { step: index, done: true, reason: "the target has ended, and this with it" };
    const { ms, hurriedMs } = pace.backOff;
    if (attempt < pace.attempts) await waits.pause({ ms: ms * 2 ** (attempt - 1), hurriedMs });
  }
  return { step: index, done: false, reason };
}

/** Takes all steps, the later ones whatever becomes of the earlier ones. */
export async function takeSteps(
  steps: readonly BoundStep[],
  order: "first-first" | "last-first",
  pace: Pace,
  waits: Waits,
  targetEnded: () => boolean,
): Promise<readonly TakenStep[]> {
  const numbered = steps.map((bound, index) => ({ bound, index }));
  const taken: TakenStep[] = [];
  for (const { bound, index } of order === "first-first" ? numbered : numbered.toReversed())
    taken.push(await takeStep(bound, index, pace, waits, targetEnded));
  return taken;
}

/** Whether what the step takes away is still there, asked once. Never throws. */
export async function standingOf(
  { step, adapter }: BoundStep,
  pace: Pace,
  waits: Waits,
  targetEnded: () => boolean,
): Promise<Standing> {
  const span = callSpan(pace, step.via);
  const limitMs = Math.max(LEAST_CALL_MS, waits.worthMs(span));
  const answer = await waits.within({ ms: limitMs, hurriedMs: span.hurriedMs }, () => adapter.standing(step, limitMs));
  if (answer.ok && answer.value !== "unknown") return answer.value;
  return endedWith(step, targetEnded) ? "gone" : "unknown";
}

/** Asks until it is gone or the limit is over. */
export async function awaitGone(
  bound: BoundStep,
  pace: Pace,
  waits: Waits,
  targetEnded: () => boolean,
): Promise<Standing> {
  const startedAt = waits.now();
  for (;;) {
    const standing = await standingOf(bound, pace, waits, targetEnded);
    if (standing === "gone" || waits.now() - startedAt >= waits.worthMs(pace.standing)) return standing;
    await waits.pause(pace.poll);
  }
}
