import { createIdTable, type IdTable } from "../metrics/id-table.ts";
import type { HandlingRecord, ReplicateRecord } from "../schema/evidence.ts";
import { createExamples, type Examples } from "./examples.ts";
import type { HumanStamps } from "./reply-clock.ts";
import { createRowsById, type Row } from "./rows-by-id.ts";
import { createSlotUse, type SlotUse } from "./slot-use.ts";

/** A reply that an agent sent and the desk took. */
export interface SentReply extends HumanStamps {
  readonly replyId: string;
}

/** Waits of more than this many simulated milliseconds before an offer count as queueing, not as transport. */
const QUEUED_SIM_MS = 1000;

interface Held {
  readonly slot: number;
  readonly from: number;
  /** Until the reply was sent, or the slot let go of it. */
  readonly to: number;
  readonly waitingSince: number;
  /** Null when no reply was sent, or the desk never acknowledged it. */
  readonly replyId: string | null;
}

/** Held rows: slot, from, to, waiting since, and when the desk took the closing, 0 where it never did. */
const HELD_NUMBERS = 5;
const RESOLVED_AT = 4;

const heldOf = ({ numbers, text }: Row): Held => {
  const [slot = 0, from = 0, to = 0, waitingSince = 0] = numbers;
  return { slot, from, to, waitingSince, replyId: text };
};

/** Claims are stamped when the desk has granted them and replies before they leave: at a right desk there is no overlap. */
const overlapMs = (one: Held, other: Held): number => Math.min(one.to, other.to) - Math.max(one.from, other.from);

/** What the agents' slots did: replies by contact, use of slots, claims and their context. */
export interface AgentWork {
  take(record: HandlingRecord): void;
  repliesFor(contactId: string): readonly SentReply[];
  /** When agents sent this contact replies that the desk never acknowledged: they may have arrived all the same. */
  unacknowledgedFor(contactId: string): readonly number[];
  /** Whether an agent had closed this contact by then, and the desk had acknowledged it. */
  closedBy(contactId: string, at: number): boolean;
  /** How often this contact was claimed after an agent had closed it. */
  reclaims(contactId: string): number;
  readonly use: SlotUse;
  readonly counts: {
    claims: number;
    /** Claims whose context was looked at, and those of them that lacked something of it. */
    contextClaims: number;
    withoutContext: number;
    queued: number;
    systemMs: number;
    handledMs: number;
    errors: number;
    /** Claims of a contact that another slot held and had not answered yet. */
    doubleClaims: number;
  };
  readonly withoutContext: Examples;
  readonly claimedTwice: Examples;
}

export function createAgentWork(
  replicate: Pick<ReplicateRecord, "timeFactor" | "t0" | "mapped">,
  ids: IdTable = createIdTable(),
): AgentWork {
  const use = createSlotUse();
  const unacknowledged = new Map<string, number[]>();
  /** By contact, the stretches in which a slot held it and the customer still waited for that slot's reply. */
  const held = createRowsById(HELD_NUMBERS, ids);
  const counts = {
    claims: 0,
    contextClaims: 0,
    withoutContext: 0,
    queued: 0,
    systemMs: 0,
    handledMs: 0,
    errors: 0,
    doubleClaims: 0,
  };
  const withoutContext = createExamples();
  const claimedTwice = createExamples();
  const { timeFactor } = replicate;
  const t0 = replicate.t0 ?? 0;
  return {
    use,
    counts,
    withoutContext,
    claimedTwice,
    // A reply ends the stretch, so `to` is when it was sent.
    repliesFor: (contactId) =>
      held
        .of(contactId)
        .map(heldOf)
        .flatMap(({ replyId, to, waitingSince }) =>
          replyId === null ? [] : [{ replyId, replySentAt: to, waitingSince }],
        ),
    closedBy: (contactId, at) =>
      held.of(contactId).some(({ numbers }) => {
        const resolvedAt = numbers[RESOLVED_AT] ?? 0;
        return resolvedAt > 0 && resolvedAt <= at;
      }),
    reclaims: (contactId) => {
      const rows = held
        .of(contactId)
        .map(({ numbers }) => ({ from: numbers[1] ?? 0, closedAt: numbers[RESOLVED_AT] ?? 0 }));
      return rows.filter(({ from }) => rows.some(({ closedAt }) => closedAt > 0 && closedAt <= from)).length;
    },
    unacknowledgedFor: (contactId) => unacknowledged.get(contactId) ?? [],
    take: (record) => {
      counts.errors += record.errors.length;
      if (record.claimedAt === null) return;
      counts.claims++;
      // Only a mapping excuses.
      const looked = record.contextUntold !== true || replicate.mapped === undefined;
      if (looked) counts.contextClaims++;
      if (looked && !record.contextComplete) {
        counts.withoutContext++;
        withoutContext.add({
          contact: record.clientContactId,
          message: null,
          atSec: ((record.claimedAt - t0) * timeFactor) / 1000,
          what: `slot ${record.slot} claimed it without its order window, partner, order and facts before its eyes`,
        });
      }
      if ((record.offeredAt - record.waitingSince) * timeFactor > QUEUED_SIM_MS) counts.queued++;
      counts.systemMs += record.systemMs;
      counts.handledMs += Math.max(0, record.releasedAt - record.claimedAt);
      use.add((record.claimedAt - t0) * timeFactor, (record.releasedAt - t0) * timeFactor);
      const now: Held = {
        ...{ slot: record.slot, from: record.claimedAt, to: record.replySentAt ?? record.releasedAt },
        ...{ waitingSince: record.waitingSince, replyId: record.replySentAt === null ? null : record.replyId },
      };
      const others = held.of(record.contactId).map(heldOf);
      held.add(record.contactId, [now.slot, now.from, now.to, now.waitingSince, record.resolvedAt ?? 0], now.replyId);
      const other = others.find((one) => one.slot !== now.slot && overlapMs(one, now) > 0);
      if (other !== undefined) {
        counts.doubleClaims++;
        claimedTwice.add({
          contact: record.clientContactId,
          message: record.replyId,
          atSec: ((Math.max(other.from, now.from) - t0) * timeFactor) / 1000,
          what: `slots ${other.slot} and ${now.slot} were both given it before either had answered`,
        });
      }
      if (record.replySentAt !== null && record.replyId === null)
        unacknowledged.set(record.contactId, [...(unacknowledged.get(record.contactId) ?? []), record.replySentAt]);
    },
  };
}
