import type { HandlingRecord, ReplicateRecord } from "../schema/evidence.ts";
import { createExamples, type Examples } from "./examples.ts";
import type { HumanStamps } from "./reply-clock.ts";
import { createSlotUse, type SlotUse } from "./slot-use.ts";

/** A reply that an agent sent and the desk took. */
export interface SentReply extends HumanStamps {
  readonly replyId: string;
}

/** Waits of more than this many simulated milliseconds before an offer count as queueing, not as transport. */
const QUEUED_SIM_MS = 1000;

/** What the agents' slots did: replies by contact, use of slots, claims and their context. */
export interface AgentWork {
  take(record: HandlingRecord): void;
  repliesFor(contactId: string): readonly SentReply[];
  readonly use: SlotUse;
  readonly counts: {
    claims: number;
    withoutContext: number;
    queued: number;
    systemMs: number;
    handledMs: number;
    errors: number;
  };
  readonly withoutContext: Examples;
}

export function createAgentWork(replicate: ReplicateRecord): AgentWork {
  const replies = new Map<string, SentReply[]>();
  const use = createSlotUse();
  const counts = { claims: 0, withoutContext: 0, queued: 0, systemMs: 0, handledMs: 0, errors: 0 };
  const withoutContext = createExamples();
  const { timeFactor } = replicate;
  const t0 = replicate.t0 ?? 0;
  return {
    use,
    counts,
    withoutContext,
    repliesFor: (contactId) => replies.get(contactId) ?? [],
    take: (record) => {
      counts.errors += record.errors.length;
      if (record.claimedAt === null) return;
      counts.claims++;
      if (!record.contextComplete) {
        counts.withoutContext++;
        withoutContext.add({
          contact: record.clientContactId,
          message: null,
          atSec: ((record.claimedAt - t0) * timeFactor) / 1000,
          what: `slot ${record.slot} claimed it without order window, partner or order before its eyes`,
        });
      }
      if ((record.offeredAt - record.waitingSince) * timeFactor > QUEUED_SIM_MS) counts.queued++;
      counts.systemMs += record.systemMs;
      counts.handledMs += Math.max(0, record.releasedAt - record.claimedAt);
      use.add((record.claimedAt - t0) * timeFactor, (record.releasedAt - t0) * timeFactor);
      if (record.replyId === null || record.replySentAt === null) return;
      const sent = { replyId: record.replyId, replySentAt: record.replySentAt, waitingSince: record.waitingSince };
      replies.set(record.contactId, [...(replies.get(record.contactId) ?? []), sent]);
    },
  };
}
