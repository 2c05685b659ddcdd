import type { OneWayStimulus, Proof, ReversibleStimulus, StimulusScope } from "../../core/contract/stimulus.ts";
import type { Outstanding } from "../../core/judging/stimulus-ledger.ts";
import type { RestoreStep } from "../../core/schema/restore-step.ts";
import type { Journal } from "../evidence/journal.ts";
import type { RestoreAdapter } from "../faults/fault-adapter.ts";
import { oneLine } from "../stimulus/one-line.ts";
import type { Pace } from "../stimulus/pace.ts";
import { pollProof } from "../stimulus/proof-poll.ts";
import { awaitGone, type BoundStep, takeSteps } from "../stimulus/restore-steps.ts";
import type { Waits } from "../stimulus/waits.ts";

export interface SettleTools {
  readonly adapterOf: (step: RestoreStep) => RestoreAdapter;
  /** The drill's own proofs; null where this version does not know the drill or cannot look at the target. */
  readonly proofs: { readonly stimulus: ReversibleStimulus | OneWayStimulus; readonly scope: StimulusScope } | null;
  /** The target lived with the run and has ended: so has what was done to it. */
  readonly targetEnded: boolean;
  readonly pace: Pace;
  readonly waits: Waits;
  readonly journal: Pick<Journal, "append">;
}

export interface Settled {
  readonly proved: boolean;
  readonly sentence: string;
}

/**
 * Takes the steps that a dead run left, in the order of its kind, proves them, and writes both down. A fault has to be
 * gone by the word of whoever held it, and by the drill's proof where the drill is known; a target that was to be rolled
 * forward is whole by the drill's proof alone.
 */
export async function settle(left: Outstanding, tools: SettleTools): Promise<Settled> {
  const { journal, pace, waits } = tools;
  const { stimulus, kind } = left;
  const by = "recover" as const;
  const ended = (): boolean => tools.targetEnded;
  const bound: BoundStep[] = left.steps.map((step) => ({ step, adapter: tools.adapterOf(step) }));
  const reversible = kind === "reversible";
  const taken = await takeSteps(bound, reversible ? "last-first" : "first-first", pace, waits, ended);
  await journal.append(
    reversible ? "stimulus.undone" : "stimulus.rolled-forward",
    { stimulus, steps: taken, by },
    { sync: true },
  );
  const failed = taken.find(({ done }) => !done);
  const proof = reversible
    ? await proveGone(left, bound, tools, ended)
    : failed === undefined
      ? await proveWhole(left, tools)
      : unproved(`a step failed: ${failed.reason}`);
  if (proof.proved) {
    const { sentence, figures } = proof;
    await journal.append(
      reversible ? "stimulus.undo-proved" : "stimulus.restored",
      { stimulus, sentence, figures, by },
      { sync: true },
    );
  } else {
    const data = { stimulus, reason: oneLine(proof.sentence), byHand: left.byHand, by };
    await journal.append("stimulus.residue", data, { sync: true });
  }
  return { proved: proof.proved, sentence: oneLine(proof.sentence) };
}

const unproved = (sentence: string): Proof => ({ proved: false, sentence, figures: {} });
const ENDED: Proof = {
  proved: true,
  sentence: "the target lived with the run and has ended, and what was done to it with it",
  figures: {},
};

async function proveGone(
  left: Outstanding,
  bound: readonly BoundStep[],
  tools: SettleTools,
  ended: () => boolean,
): Promise<Proof> {
  const { pace, waits } = tools;
  const held: string[] = [];
  for (const one of bound) {
    const standing = await awaitGone(one, pace, waits, ended);
    if (standing !== "gone") held.push(`${one.step.via} (${standing})`);
  }
  if (held.length > 0) return unproved(`it is not known to be gone: ${held.join(", ")}`);
  if (tools.targetEnded) return ENDED;
  if (tools.proofs?.stimulus.kind !== "reversible")
    return {
      proved: true,
      sentence: "whoever held it says that it is gone; the drill's own proof was not there",
      figures: {},
    };
  const { stimulus, scope } = tools.proofs;
  const limit = { ms: stimulus.proveLimitMs, hurriedMs: pace.standing.hurriedMs };
  return pollProof(() => stimulus.proveUndo({ ...scope, faultIds: left.faultIds }), limit, pace, waits);
}

async function proveWhole(left: Outstanding, tools: SettleTools): Promise<Proof> {
  if (tools.targetEnded) return ENDED;
  if (tools.proofs?.stimulus.kind !== "one-way")
    return unproved(`the steps were taken; only the drill of ${left.stimulus} can prove them, and it was not there`);
  const { stimulus, scope } = tools.proofs;
  const { pace, waits } = tools;
  const limit = { ms: stimulus.proveLimitMs, hurriedMs: pace.standing.hurriedMs };
  return pollProof(() => stimulus.proveRestored(scope), limit, pace, waits);
}
