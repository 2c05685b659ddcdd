import type { JudgeInput } from "../contract/drill.ts";
import { firstReplies } from "../metrics/first-replies.ts";
import type { ContactRecord } from "../schema/evidence.ts";
import type { AgentWork } from "./agent-work.ts";
import { createExamples, type Examples } from "./examples.ts";
import { type HumanWait, humanWaitOf, personsReply } from "./human-wait.ts";
import { type CountOverTime, createCountOverTime } from "./open-contacts.ts";
import { createLaneLateness, type LaneLateness } from "./lane-lateness.ts";
import { createQuantileBudget, type QuantileBudget } from "./quantile-budget.ts";
import { assistantReplySimMs, humanReplySimMs } from "./reply-clock.ts";
import { createSamples, type Samples } from "./samples.ts";
import { createWorstContacts, type WorstContact } from "./worst-contacts.ts";

interface ReplyBudget {
  readonly p50: QuantileBudget;
  readonly p95: QuantileBudget;
  /** Contacts beyond the p95 budget. */
  readonly late: Examples;
  /** Contacts beyond the p50 budget. */
  readonly slow: Examples;
}

export interface ContactOutcomes {
  take(record: ContactRecord): void;
  readonly any: ReplyBudget;
  readonly human: ReplyBudget;
  readonly counts: {
    contacts: number;
    handedOff: number;
    island: number;
    unanswered: number;
    resolvedFirst: number;
    left: number;
    rateLimited: number;
    duplicates: number;
    gaps: number;
    cutShort: number;
  };
  readonly unanswered: Examples;
  readonly unresolved: Examples;
  readonly open: CountOverTime;
  readonly waiting: CountOverTime;
  readonly arrivals: Samples;
  /** When each contact went to a person, simulated milliseconds from T0. */
  readonly handOffs: Samples;
  /** When the waits for a person began that the human-reply budget counts, and those of them that outlast it. */
  readonly personFrom: Samples;
  readonly lateFrom: Samples;
  readonly lanes: LaneLateness;
  /** Simulated milliseconds for which those were watched that no person answered. */
  readonly unansweredFor: Samples;
  worst(): readonly WorstContact[];
}

type Seen = ContactRecord["seen"][number];

/** Folds customers' records into counts of misses, after the agents' work is known. */
export function createContactOutcomes(
  input: {
    readonly plan: Pick<JudgeInput["plan"], "budgets">;
    readonly replicate: Pick<JudgeInput["replicate"], "timeFactor" | "t0">;
  },
  work: AgentWork,
): ContactOutcomes {
  const { budgets } = input.plan;
  const { timeFactor } = input.replicate;
  const t0 = input.replicate.t0 ?? 0;
  const replyBudget = ({ p50Sec, p95Sec }: { p50Sec: number; p95Sec: number }): ReplyBudget => ({
    p50: createQuantileBudget(0.5, p50Sec * 1000),
    p95: createQuantileBudget(0.95, p95Sec * 1000),
    late: createExamples(),
    slow: createExamples(),
  });
  const any = replyBudget(budgets.anyReply);
  const human = replyBudget(budgets.humanReply);
  const observeMs = (Math.max(budgets.anyReply.p95Sec, budgets.humanReply.p95Sec) * 1000) / timeFactor;
  const counts: ContactOutcomes["counts"] = {
    contacts: 0,
    handedOff: 0,
    island: 0,
    unanswered: 0,
    resolvedFirst: 0,
    left: 0,
    rateLimited: 0,
    duplicates: 0,
    gaps: 0,
    cutShort: 0,
  };
  const unanswered = createExamples();
  const unresolved = createExamples();
  const open = createCountOverTime();
  const waiting = createCountOverTime();
  const arrivals = createSamples();
  const handOffs = createSamples();
  const personFrom = createSamples();
  const lateFrom = createSamples();
  const lanes = createLaneLateness();
  const unansweredFor = createSamples();
  const toSec = (at: number): number => ((at - t0) * timeFactor) / 1000;
  const worst = createWorstContacts(toSec);

  const humanSimMsOf = (record: ContactRecord, seen: Seen, fromAt: number, queuedBy: number | null): number => {
    const stamps =
      record.contactId === null
        ? undefined
        : work.repliesFor(record.contactId).find((sent) => sent.replyId === seen.id);
    return humanReplySimMs(fromAt, seen.at, stamps, timeFactor, queuedBy);
  };

  const addReply = (budget: ReplyBudget, record: ContactRecord, simMs: number | null, by: string): void => {
    budget.p50.add(simMs);
    budget.p95.add(simMs);
    const within = (limitMs: number): boolean => simMs !== null && simMs <= limitMs;
    const waited = simMs === null ? "never came" : `came after ${(simMs / 1000).toFixed(1)} simulated seconds`;
    if (!within(budget.p50.limitMs)) budget.slow.add(exampleOf(record, `${by} ${waited}`));
    if (!within(budget.p95.limitMs)) budget.late.add(exampleOf(record, `${by} ${waited}`));
  };

  const exampleOf = (record: ContactRecord, what: string) => ({
    contact: record.clientContactId,
    message: record.sent[0]?.clientMessageId ?? null,
    atSec: toSec(record.scheduledAt),
    what,
  });

  return {
    any,
    human,
    counts,
    unanswered,
    unresolved,
    open,
    waiting,
    arrivals,
    handOffs,
    personFrom,
    lateFrom,
    lanes,
    unansweredFor,
    worst: () => worst.list(),
    take: (record) => {
      counts.contacts++;
      counts.rateLimited += record.rateLimited;
      counts.duplicates += record.duplicatesSeen;
      counts.gaps += record.gapsSeen;
      if (record.left !== null) counts.left++;
      const wait = humanWaitOf(record);
      const { any: first } = firstReplies(record.seen, true);
      // A follow-up is another matter, with an objective of its own.
      const askedForPerson = wait !== null && wait.purpose !== "follow-up" ? wait : null;
      const byHuman = askedForPerson === null ? undefined : personsReply(record, askedForPerson);
      if (first?.author === "assistant") counts.island++;

      const anySimMs =
        first === undefined
          ? null
          : first.author === "assistant"
            ? assistantReplySimMs(record.scheduledAt, first.at)
            : humanSimMsOf(record, first, record.scheduledAt, wait?.queuedBy ?? null);
      if (record.lane === "stream") addReply(any, record, anySimMs, "a reply");
      let humanSimMs: number | null = null;
      if (askedForPerson !== null) {
        counts.handedOff++;
        if (byHuman !== undefined)
          humanSimMs = humanSimMsOf(record, byHuman, askedForPerson.fromAt, askedForPerson.queuedBy);
        addReply(human, record, humanSimMs, "a person's reply");
        const from = (askedForPerson.fromAt - t0) * timeFactor;
        personFrom.add(from);
        const late = humanSimMs === null || !(humanSimMs <= human.p95.limitMs);
        if (late) lateFrom.add(from);
        lanes.add(record.lane, from, late);
        if (humanSimMs === null)
          unansweredFor.add(Math.max(0, record.observedUntil - askedForPerson.fromAt) * timeFactor);
      }
      // Who says that they stop waiting ends the wait; they stay a miss of the reply budgets.
      if (first === undefined && (record.left === null || record.left.silent)) {
        counts.unanswered++;
        unanswered.add(exampleOf(record, record.contactId === null ? "was never taken" : "had no reply at all"));
      }
      if (first?.right === true && record.complaints === 0) counts.resolvedFirst++;
      else unresolved.add(exampleOf(record, first === undefined ? "had no reply" : "had a wrong answer first"));
      const undecided = first === undefined || (askedForPerson !== null && byHuman === undefined);
      if (undecided && record.observedUntil - record.scheduledAt < observeMs - 1) counts.cutShort++;
      worst.add(record, askedForPerson === null ? anySimMs : humanSimMs);
      drawTimeline(record, first?.at ?? null, wait);
    },
  };

  function drawTimeline(record: ContactRecord, firstAt: number | null, wait: HumanWait | null): void {
    const sim = (at: number): number => (at - t0) * timeFactor;
    arrivals.add(sim(record.scheduledAt));
    open.up(sim(record.scheduledAt));
    open.down(sim(firstAt ?? record.observedUntil));
    if (wait === null) return;
    const from = Math.max(record.scheduledAt, wait.fromAt);
    const until = record.seen.find((seen) => seen.author === "agent" && seen.at >= wait.sentAt)?.at;
    handOffs.add(sim(from));
    waiting.up(sim(from));
    waiting.down(sim(until ?? record.observedUntil));
  }
}
