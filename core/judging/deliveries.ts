import type { ContactRecord } from "../schema/evidence.ts";
import type { AgentWork } from "./agent-work.ts";
import { createExamples, type Examples } from "./examples.ts";
import { createQuantileBudget, type QuantileBudget } from "./quantile-budget.ts";

/** A reply that was not seen this long after it was sent is lost, not late. Wall milliseconds. */
const LOST_AFTER_MS = 2000;

/** What became of the replies that agents sent: seen by the customer, how long after, or never. */
export interface Deliveries {
  take(record: ContactRecord): void;
  /** From an agent's send to the customer's sight, of replies that arrived; wall milliseconds. */
  readonly delay: QuantileBudget;
  readonly delayed: Examples;
  readonly counts: { sent: number; lost: number };
  readonly lost: Examples;
}

export function createDeliveries(
  work: AgentWork,
  options: { readonly limitMs: number; readonly t0: number; readonly timeFactor: number },
): Deliveries {
  const { limitMs, t0, timeFactor } = options;
  const delay = createQuantileBudget(0.95, limitMs);
  const delayed = createExamples();
  const lost = createExamples();
  const counts = { sent: 0, lost: 0 };
  return {
    delay,
    delayed,
    counts,
    lost,
    take: (record) => {
      if (record.contactId === null) return;
      for (const sent of work.repliesFor(record.contactId)) {
        const seen = record.seen.find((one) => one.id === sent.replyId);
        const watchedMs = record.observedUntil - sent.replySentAt;
        if (seen === undefined && watchedMs < Math.max(LOST_AFTER_MS, limitMs)) continue;
        counts.sent++;
        const example = {
          contact: record.clientContactId,
          message: sent.replyId,
          atSec: ((sent.replySentAt - t0) * timeFactor) / 1000,
        };
        if (seen === undefined) {
          counts.lost++;
          lost.add({ ...example, what: "was sent by an agent and never seen by the customer" });
          continue;
        }
        const ms = Math.max(0, seen.at - sent.replySentAt);
        delay.add(ms);
        if (ms > limitMs)
          delayed.add({ ...example, what: `reached the customer ${Math.round(ms)} ms after it was sent` });
      }
    },
  };
}
