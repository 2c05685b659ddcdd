import { createIdTable, type IdTable } from "../metrics/id-table.ts";
import { firstReplies } from "../metrics/first-replies.ts";
import type { ContactRecord, HandlingRecord } from "../schema/evidence.ts";
import type { DeskContact } from "../schema/wire.ts";
import { humanWaitOf } from "./human-wait.ts";
import { placeInSchedule, type Schedule } from "./id-hash.ts";
import { createRowsById, type Row } from "./rows-by-id.ts";

/**
 * What the desk says of a contact, held against what its customer and its agents lived through. Service levels, first
 * contacts and the audit are counted from these figures: a desk that flatters itself must not pass. Feed handlings and
 * the desk's contacts first, then ask by contact.
 */
export interface DeskFigures {
  handling(record: HandlingRecord): void;
  desk(record: DeskContact): void;
  /** What of the desk's own figures cannot be, in words; null when all can. */
  fault(record: ContactRecord): string | null;
}

/**
 * How far two of the desk's stamps may lie apart beyond what customers and agents saw of the same two moments. Both are
 * of the desk's own clock, so that a clock that is off (FP-NANO-013) costs nothing here; what is left is the way to the
 * generator, its whole milliseconds, and a clock that is being set. Wall milliseconds, as for one stamp alone.
 */
export const MOST_FIGURE_ERROR_MS = 250;
/**
 * Lines beyond those that the customer saw and the replies that were sent: a customer who has their answer stops looking,
 * and the system may say a word or two more, that a person will come or that the contact is closed.
 */
export const MOST_UNSEEN_LINES = 2;

interface Handled {
  readonly claimedAt: number;
  readonly replyId: string | null;
  /** When the reply left the agent, also one that was never acknowledged. */
  readonly replySentAt: number | null;
  readonly resolvedAt: number | null;
}

const NEVER = Number.NaN;

const momentOf = (at: number | undefined): number | null => (at === undefined || Number.isNaN(at) ? null : at);

const handledOf = ({ numbers, text }: Row): Handled => {
  const [claimedAt = NEVER, replySentAt, resolvedAt] = numbers;
  return { claimedAt, replyId: text, replySentAt: momentOf(replySentAt), resolvedAt: momentOf(resolvedAt) };
};

export function createDeskFigures(schedule: Schedule, ids: IdTable = createIdTable()): DeskFigures {
  const column = (): Float64Array => new Float64Array(schedule.planned).fill(NEVER);
  const openedAt = column();
  const firstReplyAt = column();
  const firstHumanReplyAt = column();
  const reopens = column();
  const messages = column();
  const resolved = new Uint8Array(schedule.planned);
  const handled = createRowsById(3, ids);

  return {
    handling: ({ contactId, claimedAt, replyId, replySentAt, resolvedAt }) => {
      if (claimedAt === null) return;
      handled.add(contactId, [claimedAt, replySentAt ?? NEVER, resolvedAt ?? NEVER], replyId);
    },
    desk: (record) => {
      const place = placeInSchedule(record.clientContactId, schedule);
      if (place < 0) return;
      openedAt[place] = record.openedAt;
      firstReplyAt[place] = record.firstReplyAt ?? NEVER;
      firstHumanReplyAt[place] = record.firstHumanReplyAt ?? NEVER;
      reopens[place] = record.reopens;
      messages[place] = record.messages;
      resolved[place] = record.state === "resolved" ? 1 : 0;
    },
    fault: (record) => {
      const { index } = record;
      const opened = openedAt[index];
      if (record.contactId === null || opened === undefined || Number.isNaN(opened)) return null;
      const turns = handled
        .of(record.contactId)
        .map(handledOf)
        .sort((a, b) => a.claimedAt - b.claimedAt);
      return (
        replyFault(record, "reply", (firstReplyAt[index] ?? NEVER) - opened, turns) ??
        replyFault(record, "reply of a person", (firstHumanReplyAt[index] ?? NEVER) - opened, turns) ??
        reopenFault(record, reopens[index] ?? 0, turns) ??
        messageFault(record, messages[index] ?? 0, turns) ??
        stateFault(record, resolved[index] === 1, turns)
      );
    },
  };
}

const sec = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** From the opening to the first reply, as the desk has it (wall milliseconds, NaN for never), and as it can have been. */
function replyFault(
  record: ContactRecord,
  what: "reply" | "reply of a person",
  saidMs: number,
  turns: readonly Handled[],
): string | null {
  const question = record.sent.find(({ purpose }) => purpose === "question");
  if (question === undefined || question.acknowledgedAt === null) return null;
  const { any, human } = firstReplies(record.seen, true);
  const seen = what === "reply" ? any : human;
  // A line of another customer's contact, or under an agent's name that no agent of ours sent, is told by FP-NANO-019;
  // a desk may take it for the first reply.
  const foreign = (record.strangersSeen ?? 0) > 0 || (seen !== undefined && isNobodys(seen, turns));
  if (Number.isNaN(saidMs))
    return seen === undefined || foreign ? null : `has no first ${what} at the desk although one was seen`;
  const sentAt = Math.min(...turns.map(({ replySentAt }) => replySentAt ?? Number.POSITIVE_INFINITY));
  // A person's reply is as old as the agent's own send; any other may be as old as the question itself.
  const byEdge = what === "reply" && (seen?.author === "assistant" || record.answeredIntent !== null);
  const earliestMs = (byEdge || foreign ? question.at : sentAt) - question.acknowledgedAt;
  if (saidMs < earliestMs - MOST_FIGURE_ERROR_MS) {
    const real = earliestMs === Number.POSITIVE_INFINITY ? "no agent ever sent one" : `${sec(earliestMs)} is the least`;
    return `had its first ${what} after ${sec(saidMs)} by the desk, and ${real}`;
  }
  if (seen === undefined || foreign || saidMs <= seen.at - question.at + MOST_FIGURE_ERROR_MS) return null;
  return `had its first ${what} after ${sec(saidMs)} by the desk, and it was seen after ${sec(seen.at - question.at)}`;
}

/** A line under an agent's name that no agent of ours sent to this contact. */
const isNobodys = ({ author, id }: ContactRecord["seen"][number], turns: readonly Handled[]): boolean =>
  author === "agent" && !turns.some(({ replyId }) => replyId === id);

/** Who is given to an agent again after an agent resolved it came back; nobody comes back more often than they write. */
function reopenFault(record: ContactRecord, said: number, turns: readonly Handled[]): string | null {
  let least = 0;
  for (const [place, turn] of turns.entries()) {
    const before = turns[place - 1]?.resolvedAt ?? null;
    if (before !== null && turn.claimedAt > before) least++;
  }
  const most = new Set(
    record.sent
      .filter(({ purpose }) => purpose === "complaint" || purpose === "follow-up")
      .map((one) => one.clientMessageId),
  ).size;
  if (said < least) return `was reopened ${said} times by the desk, and agents were given it again ${least} times`;
  if (said > most) return `was reopened ${said} times by the desk, and its customer wrote again ${most} times`;
  return null;
}

/** The messages that were seen or acknowledged, each once, and those that may have been there unseen. */
function messageFault(record: ContactRecord, said: number, turns: readonly Handled[]): string | null {
  const ids = (sent: ContactRecord["sent"]): number => new Set(sent.map(({ clientMessageId }) => clientMessageId)).size;
  const acknowledged = ids(record.sent.filter(({ acknowledgedAt }) => acknowledgedAt !== null));
  const seen = new Set(record.seen.map(({ id }) => id)).size;
  // What is of another customer's contact, or of no agent's, is told by FP-NANO-019; whether the desk counts it is its own.
  const strangers = record.strangersSeen ?? 0;
  const nobodys = new Set(record.seen.filter((one) => isNobodys(one, turns)).map(({ id }) => id)).size;
  const byAgents = record.seen.filter(({ author }) => author === "agent").length;
  const sent = turns.filter(({ replySentAt }) => replySentAt !== null).length;
  const least = acknowledged + seen - Math.max(nobodys, strangers);
  const most = ids(record.sent) + seen + Math.max(0, sent - byAgents) + strangers + MOST_UNSEEN_LINES;
  if (said < least) return `has ${said} messages at the desk, and ${least} were acknowledged or seen`;
  return said > most ? `has ${said} messages at the desk, and no more than ${most} can be` : null;
}

/** Resolved is what somebody resolved: an agent, or the customer who said that they stop waiting. */
function stateFault(record: ContactRecord, isResolved: boolean, turns: readonly Handled[]): string | null {
  const last = turns.at(-1);
  const wroteAt = Math.max(...record.sent.map(({ acknowledgedAt }) => acknowledgedAt ?? Number.POSITIVE_INFINITY));
  if (isResolved) {
    const left = record.left !== null && !record.left.silent;
    // Who comes back to a contact that was resolved before, and is swallowed, is told by FP-NANO-016.
    const wait = humanWaitOf(record);
    return turns.length > 0 || left || wait === null || wait.purpose === "follow-up"
      ? null
      : "is resolved by the desk, and no agent ever held it";
  }
  // What the customer wrote after the agent's last word reopens it at once.
  const quiet = last !== undefined && last.replySentAt !== null && wroteAt < last.replySentAt;
  return quiet && last.resolvedAt !== null ? "is not resolved by the desk, and its agent resolved it last" : null;
}
