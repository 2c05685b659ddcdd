import { quantile } from "../statistics/quantile.ts";
import { createDurations } from "./durations.ts";

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

export function createReplyTimes(): ReplyTimes {
  const answered = createDurations();
  const watched = createDurations();
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
    misses: (budgetMs) => answered.count((ms) => !(ms <= budgetMs)) + watched.length,
    undecided: (budgetMs) => watched.count((ms) => ms < budgetMs),
    quantileMs: (p) => {
      const n = answered.length + watched.length;
      if (n === 0 || Math.ceil((n - 1) * p) >= answered.length) return null;
      const all = answered.sorted(watched.length);
      // Any finite number will do behind the answered: the quantile was just seen not to reach it.
      return quantile(all.fill(all[answered.length - 1] ?? 0, answered.length), p, 7);
    },
  };
}
