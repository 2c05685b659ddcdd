import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { pollProof } from "./proof-poll.ts";
import { type StimulusContext, scopeOf } from "./stimulus-context.ts";

/** Proves that the target is well, and writes it down. False: it is not, which is told, and nothing may be done to it. */
export async function steadyBefore(context: StimulusContext): Promise<boolean> {
  const { stimulus, log, waits, pace, over } = context;
  const proof = await pollProof(() => stimulus.steady(scopeOf(context)), pace.steadyBefore, pace, waits, [over]);
  await log.say("steady.before", { stimulus: stimulus.id, ...proof });
  if (!proof.proved && !overAlready(context))
    context.onFault(new FieldproofError("FP-FAULT-006", { stimulus: stimulus.id, reason: proof.sentence }));
  return proof.proved;
}

/** True when there is no time left to do anything in; told, unless the user wanted it so. */
export function overAlready({ stimulus, over, onFault }: StimulusContext): boolean {
  if (over.reason === null) return false;
  if (over.reason !== "aborted")
    onFault(
      new FieldproofError("FP-FAULT-001", { stimulus: stimulus.id, reason: "its phase was over before it began" }),
    );
  return true;
}

/** The same afterwards; a target that has ended is asked once. */
export async function steadyAfter(context: StimulusContext, faultIds: readonly string[]): Promise<void> {
  const { stimulus, log, waits, pace } = context;
  const limit = context.targetEnded() ? { ms: 0, hurriedMs: 0 } : pace.steadyAfter;
  const proof = await pollProof(() => stimulus.steady(scopeOf(context, faultIds)), limit, pace, waits);
  await log.trySay("steady.after", { stimulus: stimulus.id, ...proof }, true);
}
