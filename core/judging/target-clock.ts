import type { ContactRecord } from "../schema/evidence.ts";
import { createExamples, type Examples } from "./examples.ts";

/** How far a stamp of the target's may lie outside the moments between which it must have been made. Wall milliseconds. */
export const MOST_CLOCK_ERROR_MS = 250;

/** Whether the target's stamps fall between the customer's send and its acknowledgement, by the generator's clock. */
export interface TargetClock {
  take(record: ContactRecord, openedAt: number | null): void;
  readonly counts: { n: number; misses: number };
  readonly wrong: Examples;
}

export function createTargetClock(options: { readonly t0: number; readonly timeFactor: number }): TargetClock {
  const counts = { n: 0, misses: 0 };
  const wrong = createExamples();
  return {
    counts,
    wrong,
    take: (record, openedAt) => {
      const question = record.sent.find((sent) => sent.purpose === "question");
      if (openedAt === null || question === undefined || question.acknowledgedAt === null) return;
      counts.n++;
      const offMs =
        openedAt < question.at
          ? openedAt - question.at
          : openedAt > question.acknowledgedAt
            ? openedAt - question.acknowledgedAt
            : 0;
      if (Math.abs(offMs) <= MOST_CLOCK_ERROR_MS) return;
      counts.misses++;
      wrong.add({
        contact: record.clientContactId,
        message: question.clientMessageId,
        atSec: ((question.at - options.t0) * options.timeFactor) / 1000,
        what: `the desk's stamp is at least ${(Math.abs(offMs) / 1000).toFixed(1)} s ${offMs < 0 ? "behind" : "ahead"}`,
      });
    },
  };
}
