import type { AgentWork } from "./agent-work.ts";
import type { ContactRecord } from "../schema/evidence.ts";
import { createExamples, type Examples } from "./examples.ts";
import type { Offers } from "./offers.ts";

/**
 * What became of customers who came back to a contact that counted as done: a person must have it before the eyes again.
 * Who still waits behind busy agents when the watch ends tells of the staffing and counts neither way.
 */
export interface FollowUps {
  take(record: ContactRecord): void;
  /**
   * `closed`: of `n`, those who came back to a contact that an agent had closed. `silent`: those beside `n` to whom people
   * of the desk's own said nothing for as long as the budget lets them; whether these were busy nobody knows.
   */
  readonly counts: { n: number; misses: number; closed: number; silent: number };
  readonly unanswered: Examples;
}

/** `watchMs`: wall milliseconds that a follow-up must have been watched for before its silence counts. */
export function createFollowUps(options: {
  readonly watchMs: number;
  /** Wall milliseconds with a free slot after which a contact must have been offered. */
  readonly limitMs: number;
  readonly offers: Pick<Offers, "lastOfferAt" | "freeMs">;
  readonly work: Pick<AgentWork, "closedBy">;
  /** People work at the desk themselves: it has no slots of ours. */
  readonly people?: boolean;
  readonly t0: number;
  readonly timeFactor: number;
}): FollowUps {
  const counts = { n: 0, misses: 0, closed: 0, silent: 0 };
  const unanswered = createExamples();
  return {
    counts,
    unanswered,
    take: (record) => {
      const sent = record.sent.find((one) => one.purpose === "follow-up");
      if (sent === undefined) return;
      const answered = record.seen.some((seen) => seen.author === "agent" && seen.at >= sent.at);
      const offered = (options.offers.lastOfferAt(record.index) ?? 0) >= sent.at;
      if (!answered && !offered) {
        if (record.observedUntil - sent.at < options.watchMs - 1) return;
        if (options.people === true && sent.acknowledgedAt !== null) {
          counts.silent++;
          return;
        }
        if (
          options.people !== true &&
          options.offers.freeMs(record.lane, sent.at, record.observedUntil) <= options.limitMs
        )
          return;
      }
      counts.n++;
      if (record.contactId !== null && options.work.closedBy(record.contactId, sent.at)) counts.closed++;
      if (answered || offered) return;
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
