import type { RestoreVia } from "../../core/schema/restore-step.ts";
import type { Span } from "./waits.ts";

/** How long the runner of stimuli tries what; wall ms. Hurried spans are for a user who pressed Ctrl-C twice. */
export interface Pace {
  /** One call to the target or to whatever reaches it. */
  readonly call: Span;
  /** One call that takes longer: a hook is a program of its own, a call may have every PoP fetch from a slow origin. */
  readonly slowCall: Span;
  /** Between two tries of a proof. */
  readonly poll: Span;
  /** How often a step that restores the target is taken before it counts as failed; a hurry takes none of them away. */
  readonly attempts: number;
  /** After the first failed try; twice as long after each further one. */
  readonly backOff: Span;
  /** For a fault that was taken away until whoever held it says so. */
  readonly standing: Span;
  readonly steadyBefore: Span;
  readonly steadyAfter: Span;
}

export const PACE: Pace = {
  call: { ms: 5000, hurriedMs: 1000 },
  slowCall: { ms: 30_000, hurriedMs: 5000 },
  poll: { ms: 100, hurriedMs: 50 },
  attempts: 5,
  backOff: { ms: 200, hurriedMs: 50 },
  standing: { ms: 10_000, hurriedMs: 1000 },
  steadyBefore: { ms: 5000, hurriedMs: 0 },
  steadyAfter: { ms: 15_000, hurriedMs: 0 },
};

/** How long a call by this way may take. */
export const callSpan = (pace: Pace, via: RestoreVia): Span =>
  via === "hook" || via === "stack-call" ? pace.slowCall : pace.call;
