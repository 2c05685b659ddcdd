import type { ContactRecord } from "../schema/evidence.ts";
import type { AgentWork } from "./agent-work.ts";
import { createExamples, type Examples, MOST_EXAMPLES } from "./examples.ts";

/**
 * Customers and agents are of one generator, on one clock: a reply is not seen before it was sent. Wall milliseconds that
 * this clock may be set back by in a run that counts.
 */
const MOST_CLOCK_STEP_MS = 250;

/**
 * Whether what customers saw as replies were their own, each once, and by people who sent them. A target could
 * otherwise answer under an agent's name, or give one customer what was meant for another, and look quick.
 */
export interface GenuineReplies {
  take(record: ContactRecord): void;
  readonly counts: { seen: number; misses: number };
  readonly wrong: Examples;
}

export function createGenuineReplies(
  work: AgentWork,
  options: { readonly t0: number; readonly timeFactor: number },
): GenuineReplies {
  const counts = { seen: 0, misses: 0 };
  const wrong = createExamples();
  return {
    counts,
    wrong,
    take: (record) => {
      const miss = (message: string | null, at: number, what: string): void => {
        counts.misses++;
        wrong.add({
          contact: record.clientContactId,
          message,
          atSec: ((at - options.t0) * options.timeFactor) / 1000,
          what,
        });
      };
      const ids = new Set<string>();
      const sent = new Map(
        record.contactId === null
          ? []
          : work.repliesFor(record.contactId).map(({ replyId, replySentAt }) => [replyId, replySentAt]),
      );
      // A reply whose acknowledgement was lost on its way to the agent is an agent's, under an id that nobody knows.
      const unknown = record.contactId === null ? [] : [...work.unacknowledgedFor(record.contactId)];
      const isUnknown = (at: number): boolean => {
        const place = unknown.findIndex((sentAt) => sentAt <= at + MOST_CLOCK_STEP_MS);
        if (place >= 0) unknown.splice(place, 1);
        return place >= 0;
      };
      let islandAnswers = 0;
      for (const { id, author, at } of record.seen) {
        if (author === "system") continue;
        counts.seen++;
        if (author === "assistant") islandAnswers++;
        if (ids.has(id)) miss(id, at, "the same reply was shown again");
        else if (author === "agent" && !sent.has(id) && !isUnknown(at))
          miss(id, at, "was shown as an agent's reply, and no agent sent it to this customer");
        else if (author === "agent" && at < (sent.get(id) ?? at) - MOST_CLOCK_STEP_MS)
          miss(id, at, "was shown as an agent's reply before any agent had sent it");
        else if (author === "assistant" && islandAnswers > questionsBy(record, at))
          miss(id, at, "the edge answered one question twice");
        ids.add(id);
      }
      const strangers = record.strangersSeen ?? 0;
      for (const [times, what] of [
        [record.duplicatesSeen, "was delivered again"],
        [strangers, "belongs to another customer's contact"],
      ] as const) {
        counts.seen += times;
        // A number of the evidence may be any: no more are told than are kept.
        const told = Math.min(times, MOST_EXAMPLES);
        counts.misses += times - told;
        for (let turn = 0; turn < told; turn++) miss(null, record.startedAt, `a message ${what}`);
      }
    },
  };
}

/** Messages that the customer had sent by then; a resend says nothing new. */
const questionsBy = ({ sent }: ContactRecord, at: number): number =>
  sent.filter((one) => one.purpose !== "resend" && one.at <= at).length;
