import type { JudgeInput } from "../contract/drill.ts";
import type { ContactRecord } from "../schema/evidence.ts";
import type { AgentWork } from "./agent-work.ts";
import { type CountOverTime, createCountOverTime } from "./open-contacts.ts";
import { createQuantileBudget, type QuantileBudget } from "./quantile-budget.ts";
import type { Reconciliation } from "./reconciliation.ts";
import { assistantReplySimMs, humanReplySimMs } from "./reply-clock.ts";
import { createSamples, type Samples } from "./samples.ts";

/** A reply that was not seen this long after it was sent is lost, not late. Wall milliseconds. */
const LOST_AFTER_MS = 2000;
const MOST_WORST = 5;

export interface WorstContact {
  readonly clientContactId: string;
  readonly intent: string;
  readonly replySimMs: number | null;
  readonly story: string;
}

export interface ContactOutcomes {
  take(record: ContactRecord): void;
  readonly any: { readonly p50: QuantileBudget; readonly p95: QuantileBudget };
  readonly human: { readonly p50: QuantileBudget; readonly p95: QuantileBudget };
  readonly delay: QuantileBudget;
  readonly counts: {
    contacts: number;
    stream: number;
    handedOff: number;
    island: number;
    unanswered: number;
    resolvedFirst: number;
    lostReplies: number;
    sentReplies: number;
    acknowledged: number;
    disagreeing: number;
    withoutConsent: number;
    left: number;
    rateLimited: number;
    duplicates: number;
    gaps: number;
    cutShort: number;
    failed: number;
  };
  readonly open: CountOverTime;
  readonly waiting: CountOverTime;
  readonly arrivals: Samples;
  /** When each contact went to a person, simulated milliseconds from T0. */
  readonly handOffs: Samples;
  worst(): readonly WorstContact[];
}

type Seen = ContactRecord["seen"][number];
const isReply = (seen: Seen): boolean => seen.author !== "system";

/** From when the human clock runs: the scheduled arrival, or the complaint that brought the contact to a person. */
function humanClockStart(record: ContactRecord): number {
  if (record.handedOffAt === null) return record.scheduledAt;
  const complaint = record.sent.find((sent) => sent.purpose === "complaint");
  return complaint !== undefined && record.handedOffAt >= complaint.at ? complaint.at : record.scheduledAt;
}

/** Folds customers' records into counts of misses, after the agents' work and the target's exports are known. */
export function createContactOutcomes(input: JudgeInput, work: AgentWork, joined: Reconciliation): ContactOutcomes {
  const { budgets } = input.plan;
  const { timeFactor } = input.replicate;
  const t0 = input.replicate.t0 ?? 0;
  const any = {
    p50: createQuantileBudget(0.5, budgets.anyReply.p50Sec * 1000),
    p95: createQuantileBudget(0.95, budgets.anyReply.p95Sec * 1000),
  };
  const human = {
    p50: createQuantileBudget(0.5, budgets.humanReply.p50Sec * 1000),
    p95: createQuantileBudget(0.95, budgets.humanReply.p95Sec * 1000),
  };
  const delay = createQuantileBudget(0.95, budgets.systemDelayP95Ms);
  const observeMs = (Math.max(budgets.anyReply.p95Sec, budgets.humanReply.p95Sec) * 1000) / timeFactor;
  const counts: ContactOutcomes["counts"] = {
    contacts: 0,
    stream: 0,
    handedOff: 0,
    island: 0,
    unanswered: 0,
    resolvedFirst: 0,
    lostReplies: 0,
    sentReplies: 0,
    acknowledged: 0,
    disagreeing: 0,
    withoutConsent: 0,
    left: 0,
    rateLimited: 0,
    duplicates: 0,
    gaps: 0,
    cutShort: 0,
    failed: 0,
  };
  const open = createCountOverTime();
  const waiting = createCountOverTime();
  const arrivals = createSamples();
  const handOffs = createSamples();
  let worst: WorstContact[] = [];

  const replySimMs = (record: ContactRecord, seen: Seen, fromAt: number): number => {
    if (seen.author === "assistant") return assistantReplySimMs(fromAt, seen.at);
    const stamps =
      record.contactId === null
        ? undefined
        : work.repliesFor(record.contactId).find((sent) => sent.replyId === seen.id);
    return humanReplySimMs(fromAt, seen.at, stamps, timeFactor);
  };

  const deliveries = (record: ContactRecord): void => {
    if (record.contactId === null) return;
    for (const sent of work.repliesFor(record.contactId)) {
      const seen = record.seen.find((one) => one.id === sent.replyId);
      const watched = record.observedUntil - sent.replySentAt;
      if (seen === undefined && watched < Math.max(LOST_AFTER_MS, budgets.systemDelayP95Ms)) continue;
      counts.sentReplies++;
      delay.add(seen === undefined ? null : Math.max(0, seen.at - sent.replySentAt));
      if (seen === undefined) counts.lostReplies++;
    }
  };

  const remember = (record: ContactRecord, simMs: number | null, what: string): void => {
    const errors = record.errors[0] === undefined ? "" : `; ${record.errors[0].where}: ${record.errors[0].code}`;
    worst.push({
      clientContactId: record.clientContactId,
      intent: record.intent,
      replySimMs: simMs,
      story: `${what}${errors}`,
    });
    if (worst.length <= MOST_WORST * 8) return;
    worst = sortWorst(worst).slice(0, MOST_WORST);
  };

  return {
    any,
    human,
    delay,
    counts,
    open,
    waiting,
    arrivals,
    handOffs,
    worst: () => sortWorst(worst).slice(0, MOST_WORST),
    take: (record) => {
      counts.contacts++;
      counts.rateLimited += record.rateLimited;
      counts.duplicates += record.duplicatesSeen;
      counts.gaps += record.gapsSeen;
      if (record.left !== null) counts.left++;
      const replies = record.seen.filter(isReply);
      const first = replies[0];
      const byHuman = replies.find((seen) => seen.author === "agent");
      const toHuman = record.handedOffAt !== null || byHuman !== undefined;
      if (first?.author === "assistant") counts.island++;
      if (record.contactId === null) counts.failed++;

      const anySimMs = first === undefined ? null : replySimMs(record, first, record.scheduledAt);
      const fromAt = humanClockStart(record);
      const humanSimMs = byHuman === undefined ? null : replySimMs(record, byHuman, fromAt);
      if (record.lane === "stream") {
        counts.stream++;
        any.p50.add(anySimMs);
        any.p95.add(anySimMs);
      }
      if (toHuman) {
        counts.handedOff++;
        human.p50.add(humanSimMs);
        human.p95.add(humanSimMs);
      }
      // Who says that they stop waiting ends the wait; they stay a miss of the reply budgets.
      if (first === undefined && (record.left === null || record.left.silent)) counts.unanswered++;
      if (first?.right === true && record.complaints === 0) counts.resolvedFirst++;
      const undecided = first === undefined || (toHuman && byHuman === undefined);
      if (undecided && record.observedUntil - record.scheduledAt < observeMs - 1) counts.cutShort++;
      deliveries(record);

      if (record.contactId !== null) {
        counts.acknowledged++;
        if (!joined.contactAgrees(record)) counts.disagreeing++;
        if (!joined.consentRecorded(record)) counts.withoutConsent++;
      }
      const decisive = toHuman ? humanSimMs : anySimMs;
      remember(
        record,
        decisive,
        decisive === null
          ? record.contactId === null
            ? "never opened"
            : "no reply"
          : first?.right === true
            ? "answered"
            : "answered wrong",
      );
      drawTimeline(record, first?.at ?? null, byHuman?.at ?? null, toHuman);
    },
  };

  function drawTimeline(record: ContactRecord, firstAt: number | null, humanAt: number | null, toHuman: boolean): void {
    const sim = (at: number): number => (at - t0) * timeFactor;
    arrivals.add(sim(record.scheduledAt));
    open.up(sim(record.scheduledAt));
    open.down(sim(firstAt ?? record.observedUntil));
    if (!toHuman) return;
    const handedOff = sim(Math.max(record.scheduledAt, humanClockStart(record)));
    handOffs.add(handedOff);
    waiting.up(handedOff);
    waiting.down(sim(humanAt ?? record.observedUntil));
  }
}

const sortWorst = (list: readonly WorstContact[]): WorstContact[] =>
  [...list].sort(
    (a, b) =>
      (b.replySimMs ?? Number.POSITIVE_INFINITY) - (a.replySimMs ?? Number.POSITIVE_INFINITY) ||
      (a.clientContactId < b.clientContactId ? -1 : 1),
  );
