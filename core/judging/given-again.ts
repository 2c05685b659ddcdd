import type { ContactRecord } from "../schema/evidence.ts";
import type { AgentWork } from "./agent-work.ts";
import { createExamples, type Examples } from "./examples.ts";

/**
 * Contacts that agents closed and were given again although their customers had not written: a desk that brings settled
 * matters back by itself. Its own account would say so, too, where it has one; this is seen by agents alone.
 */
export interface GivenAgain {
  take(record: ContactRecord): void;
  readonly counts: { misses: number };
  readonly wrong: Examples;
}

/** Feed the agents' work first. */
export function createGivenAgain(
  work: Pick<AgentWork, "reclaims">,
  options: { readonly t0: number; readonly timeFactor: number },
): GivenAgain {
  const counts = { misses: 0 };
  const wrong = createExamples();
  return {
    counts,
    wrong,
    take: (record) => {
      if (record.contactId === null) return;
      const times = work.reclaims(record.contactId);
      // A resend may come behind a closing, too.
      const wroteAgain = record.sent.filter(({ purpose }) => purpose !== "question").length;
      if (times <= wroteAgain) return;
      counts.misses++;
      wrong.add({
        contact: record.clientContactId,
        message: null,
        atSec: ((record.scheduledAt - options.t0) * options.timeFactor) / 1000,
        what: `was closed and given to agents again ${times} times, and the customer wrote again ${wroteAgain} times`,
      });
    },
  };
}
