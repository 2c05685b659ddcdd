import { createSamples, type Samples } from "../judging/samples.ts";
import { quantile } from "../statistics/quantile.ts";

/** A population of reply times, the never answered among them. */
export interface ReplyTimes {
  /** One member. `replyMs` null: no reply came in the `observedMs` for which it was watched. */
  add(replyMs: number | null, observedMs: number): void;
  readonly n: number;
  readonly never: number;
  /**
   * Later than `budgetMs`, or never. Who was never answered is a miss at once and always: Intercom's SLA turns "missed"
   * only at the next reply, so that the worst contacts never show (Intercom API reference, sla_status).
   */
  misses(budgetMs: number): number;
  /** Of the misses, those never answered that were watched for less than `budgetMs`: they might still have been met. */
  undecided(budgetMs: number): number;
  /** Type 7 quantile with the never answered as infinitely late; null when it falls among them or nothing was added. */
  quantileMs(p: number): number | null;
}

const count = (samples: Samples, holds: (ms: number) => boolean): number =>
  samples.values().reduce((sum, ms) => sum + (holds(ms) ? 1 : 0), 0);

export function createReplyTimes(): ReplyTimes {
  const answered = createSamples();
  const watched = createSamples();
  return {
    add: (replyMs, observedMs) => {
      if (replyMs === null) watched.add(observedMs);
      else answered.add(replyMs);
    },
    get n() {
      return answered.length + watched.length;
    },
    get never() {
      return watched.length;
    },
    misses: (budgetMs) => count(answered, (ms) => !(ms <= budgetMs)) + watched.length,
    undecided: (budgetMs) => count(watched, (ms) => ms < budgetMs),
    quantileMs: (p) => {
      const sorted = answered.sorted();
      const n = sorted.length + watched.length;
      if (n === 0 || Math.ceil((n - 1) * p) >= sorted.length) return null;
      const whole = new Float64Array(n).fill(sorted.at(-1) ?? 0);
      whole.set(sorted);
      return quantile(whole, p, 7);
    },
  };
}
