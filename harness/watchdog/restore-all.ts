import { setTimeout as pause } from "node:timers/promises";
import { messageOf } from "../../core/errors/fieldproof-error.ts";
import type { Outstanding } from "../../core/judging/stimulus-ledger.ts";
import type { RestoreStep } from "../../core/schema/restore-step.ts";
import type { StimulusEntryData } from "../../core/schema/stimulus-journal.ts";
import type { RestoreAdapter } from "../faults/fault-adapter.ts";

export type AdapterOf = (step: RestoreStep) => RestoreAdapter;

type Taken = StimulusEntryData["stimulus.undone"]["steps"][number];

export const STEP_LIMIT_MS = 5000;
const STEP_TRIES = 3;
const TRY_AGAIN_MS = 500;
const REASON_CHARS = 2000;

/**
 * Takes all steps of one stimulus, in their order, each up to three times; a step that fails keeps no other from being
 * taken. It proves nothing: that is left to the harness, or to `recover`. Never throws.
 */
export async function restoreAll(
  { steps }: Pick<Outstanding, "steps">,
  adapterOf: AdapterOf,
  wait: (ms: number) => Promise<unknown> = pause,
): Promise<readonly Taken[]> {
  const taken: Taken[] = [];
  for (const [step, order] of steps.entries())
    taken.push({ step, ...(await restoreOne(order, adapterOf(order), wait)) });
  return taken;
}

async function restoreOne(
  step: RestoreStep,
  adapter: RestoreAdapter,
  wait: (ms: number) => Promise<unknown>,
): Promise<Omit<Taken, "step">> {
  for (let tries = 1; ; tries++) {
    try {
      await adapter.restore(step, STEP_LIMIT_MS);
      return { done: true, reason: `taken at try ${tries}` };
    } catch (error) {
      if (tries === STEP_TRIES) return { done: false, reason: messageOf(error).slice(0, REASON_CHARS) };
      await wait(TRY_AGAIN_MS);
    }
  }
}
