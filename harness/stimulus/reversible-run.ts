import type { ReversibleStimulus } from "../../core/contract/stimulus.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { keepLeases, type Leases } from "./leases.ts";
import { oneLine } from "./one-line.ts";
import { callSpan } from "./pace.ts";
import { pollProof } from "./proof-poll.ts";
import { byHandOf } from "./restore-steps.ts";
import { overAlready, steadyAfter, steadyBefore } from "./steady-state.ts";
import { faultOf, scopeOf, type StimulusContext } from "./stimulus-context.ts";
import { faultIdsOf, type Placed, undoFaults } from "./undo-faults.ts";
import type { StimulusTime } from "./waits.ts";

/**
 * Steady, planned and on the disk, injected, held by a heartbeat, proved, taken away, proved gone, steady again. From
 * the moment in which the plan is on the disk every way out leads through the undo.
 * @throws FieldproofError only before anything was sent
 */
export async function runReversible(
  stimulus: ReversibleStimulus,
  context: StimulusContext,
  time: StimulusTime,
): Promise<void> {
  if (!(await steadyBefore(context))) return;
  const placed = place(stimulus, context);
  if (overAlready(context)) return;
  await context.log.say(
    "stimulus.planned",
    {
      stimulus: stimulus.id,
      kind: "reversible",
      phase: stimulus.phase,
      leaseMs: stimulus.leaseMs,
      faultIds: placed.map(({ faultId }) => faultId),
      restore: placed.map(({ step }) => step),
      byHand: byHandOf(placed),
      target: oneLine(context.target, 500),
    },
    true,
  );
  const leases = keepLeases(context, stimulus.leaseMs, time);
  const late: Promise<void>[] = [];
  let inForce = false;
  try {
    inForce = await injectAll(stimulus, placed, leases, late, context);
    if (inForce) await holdUntilOver(stimulus, placed, context);
  } catch (error) {
    context.onFault(faultOf(error, "FP-FAULT-001", stimulus.id));
  } finally {
    await undoFaults(stimulus, placed, leases, late, inForce, context);
  }
  await steadyAfter(context, faultIdsOf(placed));
}

function place(stimulus: ReversibleStimulus, context: StimulusContext): Placed[] {
  return stimulus.faults(scopeOf(context)).map((order, index) => {
    const adapter = context.adapters.fault(order);
    if (!adapter.ownLease && context.watchdog === null)
      throw new FieldproofError("FP-FAULT-007", { stimulus: stimulus.id, via: order.via });
    const faultId = `${context.idPrefix}-${index + 1}`;
    return { order, faultId, adapter, step: adapter.undoStep(order, faultId) };
  });
}

/** False after the first that fails: what was put in place before it is undone. */
async function injectAll(
  stimulus: ReversibleStimulus,
  placed: readonly Placed[],
  leases: Leases,
  late: Promise<void>[],
  context: StimulusContext,
): Promise<boolean> {
  const { waits, pace, watchdog, over } = context;
  const guarded = placed.filter(({ adapter }) => !adapter.ownLease);
  if (guarded.length > 0) {
    const armed = await waits.within(pace.call, async () =>
      watchdog?.arm(
        guarded.map(({ step }) => step),
        stimulus.leaseMs,
      ),
    );
    if (!armed.ok) throw faultOf(armed.error ?? new Error(armed.reason), "FP-FAULT-001", stimulus.id);
  }
  for (const { order, faultId, adapter } of placed) {
    if (over.reason !== null) return false;
    const sentAt = waits.now();
    const answer = await waits.within(callSpan(pace, order.via), () =>
      adapter.inject(order, faultId, stimulus.leaseMs),
    );
    if (!answer.ok) {
      if (answer.late !== null) late.push(answer.late);
      throw faultOf(answer.error ?? new Error(answer.reason), "FP-FAULT-001", stimulus.id);
    }
    leases.keep(faultId, adapter, sentAt);
  }
  await context.log.say("stimulus.injected", { stimulus: stimulus.id, faultIds: faultIdsOf(placed) });
  context.onStep?.("in-force");
  return true;
}

/** Proves the effect, then waits for the end; what has no effect is not left in place. */
async function holdUntilOver(
  stimulus: ReversibleStimulus,
  placed: readonly Placed[],
  context: StimulusContext,
): Promise<void> {
  const { waits, pace, over, log } = context;
  const limit = { ms: stimulus.proveLimitMs, hurriedMs: 0 };
  const scope = scopeOf(context, faultIdsOf(placed));
  const effect = await pollProof(() => stimulus.proveEffect(scope), limit, pace, waits, [over]);
  await log.say("stimulus.effect", { stimulus: stimulus.id, ...effect });
  if (effect.proved) {
    context.onStep?.("effect-proved");
    await over.tripped();
  } else if (over.reason === null || over.reason === "phase-ended" || over.reason === "load-ended")
    context.onFault(new FieldproofError("FP-FAULT-004", { stimulus: stimulus.id, reason: effect.sentence }));
}
