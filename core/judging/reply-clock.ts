/**
 * Reply times on the simulated clock. Only the waiting for people is scaled by the time factor; what the system
 * adds is not (design, section 6). Two stamps split them: when the contact began to wait, and when the agent sent.
 */
export interface HumanStamps {
  /** Epoch milliseconds at which the contact entered the queue, by the target's clock. */
  readonly waitingSince: number;
  /** Epoch milliseconds at which the agent pressed send, by the generator's clock. */
  readonly replySentAt: number;
}

/**
 * Simulated milliseconds from `fromAt` (the scheduled arrival) to `seenAt`, both epoch milliseconds of the
 * generator. Without stamps the whole time is scaled: the longer reading, so a lost stamp never helps a verdict.
 * `queuedBy` is when the customer knew that the contact waits, on the generator's clock; null when never told. The
 * target's own stamp counts only where it is earlier: a target whose clock runs ahead must not shorten the wait.
 */
export function humanReplySimMs(
  fromAt: number,
  seenAt: number,
  stamps: HumanStamps | undefined,
  timeFactor: number,
  queuedBy: number | null,
): number {
  const total = Math.max(0, seenAt - fromAt);
  if (stamps === undefined) return total * timeFactor;
  const waitsFrom = Math.max(fromAt, Math.min(stamps.waitingSince, queuedBy ?? fromAt));
  const waiting = Math.min(total, Math.max(0, stamps.replySentAt - waitsFrom));
  return waiting * timeFactor + (total - waiting);
}

/** A reply from the island involves nobody's waiting: all of it is system time, on the wall clock. */
export const assistantReplySimMs = (fromAt: number, seenAt: number): number => Math.max(0, seenAt - fromAt);
