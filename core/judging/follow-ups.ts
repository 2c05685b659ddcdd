import type { ContactRecord } from "../schema/evidence.ts";
import { createExamples, type Examples } from "./examples.ts";

/** What became of customers who came back to a contact that counted as done: a person must answer them. */
export interface FollowUps {
  take(record: ContactRecord): void;
  readonly counts: { n: number; misses: number };
  readonly unanswered: Examples;
}

/** `watchMs`: wall milliseconds that a follow-up must have been watched for before its silence counts. */
export function createFollowUps(options: {
  readonly watchMs: number;
  readonly t0: number;
  readonly timeFactor: number;
}): FollowUps {
  const counts = { n: 0, misses: 0 };
  const unanswered = createExamples();
  return {
    counts,
    unanswered,
    take: (record) => {
      const sent = record.sent.find((one) => one.purpose === "follow-up");
      if (sent === undefined) return;
      const answered = record.seen.some((seen) => seen.author === "agent" && seen.at >= sent.at);
      if (!answered && record.observedUntil - sent.at < options.watchMs - 1) return;
      counts.n++;
      if (answered) return;
      counts.misses++;
      unanswered.add({
        contact: record.clientContactId,
        message: sent.clientMessageId,
        atSec: ((sent.at - options.t0) * options.timeFactor) / 1000,
        what:
          sent.acknowledgedAt === null
            ? "the customer came back and was not taken"
            : "the customer came back, was acknowledged, and no person ever answered",
      });
    },
  };
}
