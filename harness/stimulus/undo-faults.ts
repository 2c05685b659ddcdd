import type { FaultOrder, ReversibleStimulus } from "../../core/contract/stimulus.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { StimulusEntryData } from "../../core/schema/stimulus-journal.ts";
import type { FaultAdapter } from "../faults/fault-adapter.ts";
import type { Leases } from "./leases.ts";
import { oneLine } from "./one-line.ts";
import { pollProof } from "./proof-poll.ts";
import { awaitGone, type BoundStep, byHandOf, standingOf, takeSteps } from "./restore-steps.ts";
import { scopeOf, type StimulusContext } from "./stimulus-context.ts";

/** A fault in place, or about to be. */
export interface Placed extends BoundStep {
  readonly order: FaultOrder;
  readonly faultId: string;
  readonly adapter: FaultAdapter;
}

export const faultIdsOf = (placed: readonly Placed[]): string[] => placed.map(({ faultId }) => faultId);

/** Never throws and leaves no step out, whatever the journal or the target do. */
export async function undoFaults(
  stimulus: ReversibleStimulus,
  placed: readonly Placed[],
  leases: Leases,
  late: readonly Promise<void>[],
  inForce: boolean,
  context: StimulusContext,
): Promise<void> {
  const { waits, pace, log, targetEnded } = context;
  const { id } = stimulus;
  context.onStep?.("ending");
  const atEnd = inForce && context.over.reason !== "aborted" ? await standingOfAll(placed, context) : "unknown";
  const kept = await leases.stop();
  let taken = await takeSteps(placed, "last-first", pace, waits, targetEnded);
  if (late.length > 0) {
    // A call that was given up may still reach the target, behind the step that was to undo it.
    await waits.within({ ms: stimulus.leaseMs, hurriedMs: pace.call.hurriedMs }, () => Promise.all(late));
    taken = await takeSteps(placed, "last-first", pace, waits, targetEnded);
  }
  const lapse = lapseOf(stimulus, placed, leases, atEnd, context);
  if (lapse !== null) {
    await log.trySay("stimulus.lapsed", lapse.entry);
    context.onFault(lapse.error);
  }
  const lease = inForce ? { lease: { ...kept, atEnd } } : {};
  await log.trySay("stimulus.undone", { stimulus: id, steps: [...taken], ...lease });

  const held: Placed[] = [];
  for (const one of placed) if ((await awaitGone(one, pace, waits, targetEnded)) !== "gone") held.push(one);
  const proof = await proveUndo(stimulus, placed, held, context);
  if (proof.proved) {
    const { sentence, figures } = proof;
    await log.trySay("stimulus.undo-proved", { stimulus: id, sentence, figures: { ...figures } }, true);
    context.onStep?.("settled");
    if (placed.some(({ adapter }) => !adapter.ownLease))
      await waits.within(pace.call, async () => context.watchdog?.disarm());
    return;
  }
  const byHand = byHandOf(held.length > 0 ? held : placed);
  await log.trySay("stimulus.residue", { stimulus: id, reason: proof.sentence, byHand }, true);
  context.onFault(
    new FieldproofError("FP-FAULT-005", { stimulus: id, target: context.target, byHand: byHand.join("; ") }),
  );
}

/** The holders' own word comes first, the drill's proof beside it. */
async function proveUndo(
  stimulus: ReversibleStimulus,
  placed: readonly Placed[],
  held: readonly Placed[],
  context: StimulusContext,
) {
  const { waits, pace } = context;
  if (held.length > 0)
    return {
      proved: false,
      sentence: `it is not known to be gone: ${held.map(({ faultId }) => faultId).join(", ")}`,
      figures: {},
    };
  const inTarget = placed.every(({ step }) => step.via === "stack-fault");
  if (inTarget && context.targetEnded())
    return { proved: true, sentence: "the target has ended, and the fault with it", figures: {} };
  const limit = { ms: stimulus.proveLimitMs, hurriedMs: pace.standing.hurriedMs };
  return pollProof(() => stimulus.proveUndo(scopeOf(context, faultIdsOf(placed))), limit, pace, waits);
}

async function standingOfAll(
  placed: readonly Placed[],
  context: StimulusContext,
): Promise<"held" | "gone" | "unknown"> {
  const { waits, pace, targetEnded } = context;
  const all = await Promise.all(placed.map((one) => standingOf(one, pace, waits, targetEnded)));
  return all.includes("gone") ? "gone" : all.includes("unknown") ? "unknown" : "held";
}

/** A lease that the heartbeat lost, or a fault that was gone before anybody took it away. */
function lapseOf(
  stimulus: ReversibleStimulus,
  placed: readonly Placed[],
  leases: Leases,
  atEnd: "held" | "gone" | "unknown",
  { targetEnded }: StimulusContext,
): { entry: StimulusEntryData["stimulus.lapsed"]; error: FieldproofError } | null {
  const faultId = leases.lost?.faultId ?? placed[0]?.faultId ?? "none";
  if (leases.lost !== null) {
    const { error } = leases.lost;
    const told = error.code === "FP-FAULT-003" ? error : undefined;
    const reason = oneLine(error.message);
    return {
      entry: { stimulus: stimulus.id, faultId, reason },
      error: told ?? new FieldproofError("FP-FAULT-003", { stimulus: stimulus.id, reason }, { cause: error }),
    };
  }
  if (atEnd !== "gone" || targetEnded()) return null;
  const reason = "it was gone before it was taken away";
  return {
    entry: { stimulus: stimulus.id, faultId, reason },
    error: new FieldproofError("FP-FAULT-003", { stimulus: stimulus.id, reason }),
  };
}
