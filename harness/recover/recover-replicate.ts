import { join } from "node:path";
import type { DrillId } from "../../core/contract/ids.ts";
import type { OneWayStimulus, ReversibleStimulus, TargetView } from "../../core/contract/stimulus.ts";
import type { StimulusId } from "../../core/contract/stimulus-ids.ts";
import type { RestoreStep } from "../../core/schema/restore-step.ts";
import type { Plan } from "../../core/schema/plan.ts";
import type { RecoveryBegan, RecoveryEnded } from "../../core/schema/recovery.ts";
import { openJournal } from "../evidence/journal.ts";
import type { RestoreAdapter } from "../faults/fault-adapter.ts";
import { createLatch } from "../stimulus/latch.ts";
import { type Pace, PACE } from "../stimulus/pace.ts";
import { createWaits, nodeStimulusTime, type StimulusTime } from "../stimulus/waits.ts";
import { recoveryName, type ReplicateLeft } from "./run-left.ts";
import { settle } from "./settle.ts";

/** What recovering needs of the rest of the program. */
export interface RecoverTools {
  readonly adapterOf: (step: RestoreStep) => RestoreAdapter;
  readonly stimulusOf: (drill: DrillId, id: StimulusId) => ReversibleStimulus | OneWayStimulus | undefined;
  /** Null where the journal does not say where the target is, or it does not answer. Never throws. */
  readonly viewOf: (replicate: ReplicateLeft, plan: Plan) => Promise<TargetView | null>;
  /** The stack that the run itself booted no longer listens. Never throws. */
  readonly targetEnded: (replicate: ReplicateLeft) => Promise<boolean>;
  readonly nowMs?: () => number;
  readonly pace?: Pace;
  readonly time?: StimulusTime;
}

export interface StimulusRecovery {
  readonly folder: string;
  readonly stimulus: StimulusId;
  readonly target: string;
  readonly proved: boolean;
  readonly sentence: string;
  readonly byHand: readonly string[];
}

/**
 * Settles what one replicate left, the last stimulus first, into a recovery file of its own beside the journal.
 * @throws FieldproofError FP-RUN-002 when it cannot be written: a step that leaves no trace is not taken
 */
export async function recoverReplicate(
  runId: string,
  plan: Plan | null,
  left: ReplicateLeft,
  tools: RecoverTools,
): Promise<readonly StimulusRecovery[]> {
  const { drill, replicate, dir, head } = left;
  if (left.outstanding.length === 0 || head === null) return [];
  const waits = createWaits(tools.time ?? nodeStimulusTime, createLatch());
  const view = plan === null ? null : await tools.viewOf(left, plan);
  const targetEnded = await tools.targetEnded(left);
  const journal = await openJournal(join(dir, recoveryName(left.recoveries + 1)), { now: tools.nowMs ?? Date.now });
  try {
    const began = { run: runId, drill, replicate, journalHead: head, cut: left.cut } satisfies RecoveryBegan;
    await journal.append("recovery.began", began, { sync: true });
    const done: StimulusRecovery[] = [];
    for (const one of left.outstanding.toReversed()) {
      const stimulus = tools.stimulusOf(drill, one.stimulus);
      const scope =
        plan === null || view === null ? null : { view, plan, timeFactor: timeFactorOf(left), faultIds: [] };
      const settled = await settle(one, {
        ...{ adapterOf: tools.adapterOf, targetEnded, pace: tools.pace ?? PACE, waits, journal },
        proofs: stimulus === undefined || scope === null ? null : { stimulus, scope },
      });
      const { target, byHand } = one;
      done.push({ folder: left.folder, stimulus: one.stimulus, target, byHand, ...settled });
    }
    const ended = { left: done.filter(({ proved }) => !proved).length } satisfies RecoveryEnded;
    await journal.append("recovery.ended", ended, { sync: true });
    return done;
  } finally {
    await journal.close();
  }
}

const timeFactorOf = ({ journal }: ReplicateLeft): number => {
  const said = journal[0]?.data["timeFactor"];
  return typeof said === "number" && said > 0 ? said : 1;
};
