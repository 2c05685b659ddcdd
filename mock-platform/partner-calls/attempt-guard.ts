import {
  bulkhead,
  circuitBreaker,
  CircuitState,
  handleWhen,
  isBrokenCircuitError,
  isBulkheadRejectedError,
  isTaskCancelledError,
  noop,
  SamplingBreaker,
  TimeoutStrategy,
  timeout,
  wrap,
} from "cockatiel";
import { simMs, toWall } from "../../core/contract/time.ts";
import type { CallPolicy } from "../../core/schema/call-policy.ts";
import type { CallAnswer } from "./call-answer.ts";

/**
 * A refusal says nothing about the partner's health, good or bad: a door that answers "full, come back in 12 s" works,
 * and those inside may still wait too long. Thrown past the breaker, which counts neither way what it does not handle.
 */
class Refused extends Error {
  readonly answer: CallAnswer;

  constructor(answer: CallAnswer) {
    super("refused");
    this.answer = answer;
  }
}

const isIll = (answer: unknown): boolean =>
  typeof answer === "object" && answer !== null && "kind" in answer && answer.kind === "failed";

const breakerOf = (policy: NonNullable<CallPolicy["breaker"]>, wallOf: (sec: number) => number, isStuck: boolean) => {
  const { failureShare, windowSec, leastCalls, openSec } = policy;
  const windowMs = wallOf(windowSec);
  return circuitBreaker(handleWhen(isTaskCancelledError).orWhenResult(isIll), {
    // The seeded defect `breaker-stuck-open`: what opens stays open.
    halfOpenAfter: isStuck ? Number.MAX_SAFE_INTEGER : wallOf(openSec),
    breaker: new SamplingBreaker({
      threshold: failureShare,
      duration: windowMs,
      minimumRps: leastCalls / (windowMs / 1000),
    }),
  });
};

export interface AttemptGuard {
  /** Runs one attempt inside bulkhead, breaker and time-out; what they stop is an answer, too. Never rejects. */
  run(attempt: () => Promise<CallAnswer>): Promise<CallAnswer>;
  isOpen(): boolean;
}

const stopped = (error: unknown): CallAnswer => {
  if (error instanceof Refused) return error.answer;
  if (isTaskCancelledError(error)) return { kind: "failed", why: "time-out" };
  if (isBrokenCircuitError(error)) return { kind: "failed", why: "breaker-open" };
  if (isBulkheadRejectedError(error)) return { kind: "failed", why: "bulkhead-full" };
  return { kind: "failed", why: "cut" };
};

/**
 * Bulkhead, circuit breaker and time-out of one policy (cockatiel), their times divided by the time factor. Cockatiel
 * reads the machine's clock: a test that moves time moves `Date.now` and `setTimeout`, too (test/partner).
 */
export const attemptGuard = (policy: CallPolicy, timeFactor: number, isStuck = false): AttemptGuard => {
  const wallOf = (sec: number): number => toWall(simMs(sec * 1000), timeFactor);
  const limit = timeout(wallOf(policy.timeoutSec), TimeoutStrategy.Aggressive).dangerouslyUnref();
  const breaker = policy.breaker === null ? null : breakerOf(policy.breaker, wallOf, isStuck);
  const room = policy.bulkhead === null ? noop : bulkhead(policy.bulkhead.atOnce, policy.bulkhead.queue);
  const guards = wrap(room, breaker ?? noop, limit);
  return {
    run: (attempt) =>
      guards
        .execute(async () => {
          const answer = await attempt();
          if (answer.kind === "refused") throw new Refused(answer);
          return answer;
        })
        .catch(stopped),
    isOpen: () => breaker !== null && breaker.state === CircuitState.Open,
  };
};
