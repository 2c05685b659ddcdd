import type { OneWayCall, OneWayStimulus } from "../../core/contract/stimulus.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { OneWayAdapter } from "../faults/fault-adapter.ts";
import { oneLine } from "./one-line.ts";
import { callSpan } from "./pace.ts";
import { pollProof } from "./proof-poll.ts";
import { type BoundStep, byHandOf, takeSteps } from "./restore-steps.ts";
import { overAlready, steadyAfter, steadyBefore } from "./steady-state.ts";
import { faultOf, scopeOf, type StimulusContext } from "./stimulus-context.ts";

interface Bound {
  readonly call: OneWayCall;
  readonly adapter: OneWayAdapter;
}

/**
 * Steady, planned and on the disk with the steps that roll forward, done, proved, rolled forward, proved restored, steady
 * again. From the moment in which the plan is on the disk every way out leads through the roll forward.
 * @throws FieldproofError only before anything was sent
 */
export async function runOneWay(stimulus: OneWayStimulus, context: StimulusContext): Promise<void> {
  if (!(await steadyBefore(context))) return;
  const scope = scopeOf(context);
  const calls = bind(stimulus.act(scope), context);
  const forward = bind(stimulus.rollForward(scope), context).map(
    ({ call, adapter }): BoundStep => ({ step: adapter.step(call), adapter }),
  );
  if (overAlready(context)) return;
  await context.log.say(
    "stimulus.planned",
    {
      stimulus: stimulus.id,
      kind: "one-way",
      phase: stimulus.phase,
      leaseMs: null,
      faultIds: [],
      restore: forward.map(({ step }) => step),
      byHand: byHandOf(forward),
      target: oneLine(context.target, 500),
    },
    true,
  );
  const late: Promise<void>[] = [];
  try {
    if (await actAll(stimulus, calls, late, context)) await proveAndWait(stimulus, context);
  } catch (error) {
    context.onFault(faultOf(error, "FP-FAULT-001", stimulus.id));
  } finally {
    await rollForward(stimulus, forward, late, context);
  }
  await steadyAfter(context, []);
}

const bind = (calls: readonly OneWayCall[], { adapters }: StimulusContext): Bound[] =>
  calls.map((call) => ({ call, adapter: adapters.call(call) }));

async function actAll(
  stimulus: OneWayStimulus,
  calls: readonly Bound[],
  late: Promise<void>[],
  context: StimulusContext,
): Promise<boolean> {
  const { waits, pace, over } = context;
  for (const { call, adapter } of calls) {
    if (over.reason !== null) return false;
    const answer = await waits.within(callSpan(pace, call.via), () => adapter.act(call));
    if (!answer.ok) {
      if (answer.late !== null) late.push(answer.late);
      throw faultOf(answer.error ?? new Error(answer.reason), "FP-FAULT-001", stimulus.id);
    }
  }
  await context.log.say("stimulus.acted", { stimulus: stimulus.id, calls: calls.length });
  context.onStep?.("in-force");
  return true;
}

/** What had no effect is rolled forward at once: nothing more is to be learnt of it. */
async function proveAndWait(stimulus: OneWayStimulus, context: StimulusContext): Promise<void> {
  const { waits, pace, over, log } = context;
  const limit = { ms: stimulus.proveLimitMs, hurriedMs: 0 };
  const effect = await pollProof(() => stimulus.proveEffect(scopeOf(context)), limit, pace, waits, [over]);
  await log.say("stimulus.effect", { stimulus: stimulus.id, ...effect });
  if (effect.proved) {
    context.onStep?.("effect-proved");
    await over.tripped();
  } else if (over.reason === null || over.reason === "phase-ended" || over.reason === "load-ended")
    context.onFault(new FieldproofError("FP-FAULT-004", { stimulus: stimulus.id, reason: effect.sentence }));
}

/** How long a call that was given up may still be on its way before the steps are taken; wall ms. */
const LATE_MS = 10_000;

/** Never throws and leaves no step out. */
async function rollForward(
  stimulus: OneWayStimulus,
  forward: readonly BoundStep[],
  late: readonly Promise<void>[],
  context: StimulusContext,
): Promise<void> {
  const { waits, pace, log, targetEnded } = context;
  const { id } = stimulus;
  context.onStep?.("ending");
  if (late.length > 0) await waits.within({ ms: LATE_MS, hurriedMs: pace.call.hurriedMs }, () => Promise.all(late));
  const taken = await takeSteps(forward, "first-first", pace, waits, targetEnded);
  await log.trySay("stimulus.rolled-forward", { stimulus: id, steps: [...taken] });

  const undone = taken.filter(({ done }) => !done);
  const limit = { ms: stimulus.proveLimitMs, hurriedMs: pace.standing.hurriedMs };
  const proof = targetEnded()
    ? { proved: true, sentence: "the target has ended, and what was done to it with it", figures: {} }
    : await pollProof(() => stimulus.proveRestored(scopeOf(context)), limit, pace, waits);
  if (proof.proved && undone.length === 0) {
    const { sentence, figures } = proof;
    await log.trySay("stimulus.restored", { stimulus: id, sentence, figures: { ...figures } }, true);
    context.onStep?.("settled");
    return;
  }
  const left = forward.filter((_, index) => undone.length === 0 || undone.some(({ step }) => step === index));
  const byHand = byHandOf(left);
  const reason = proof.proved ? oneLine(`a step failed: ${undone[0]?.reason ?? ""}`) : proof.sentence;
  await log.trySay("stimulus.residue", { stimulus: id, reason, byHand }, true);
  context.onFault(
    new FieldproofError("FP-FAULT-005", { stimulus: id, target: context.target, byHand: byHand.join("; ") }),
  );
}
