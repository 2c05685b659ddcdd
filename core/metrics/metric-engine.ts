import { abandonment } from "./abandonment.ts";
import { type AbandonmentRates, createAbandonmentRates } from "./abandonment-rates.ts";
import { type AgentTime, createAgentTime } from "./agent-time.ts";
import { automation } from "./automation.ts";
import { type Bounds, createBounds } from "./bounds.ts";
import { type FcrRule, resolvedAtFirstContact } from "./first-contact-resolution.ts";
import { firstResponse } from "./first-response.ts";
import { holdsOf } from "./handle-time.ts";
import { humanWaits } from "./human-waits.ts";
import { createReplyTimes, type ReplyTimes } from "./reply-times.ts";
import { replyRuns } from "./reply-runs.ts";
import { reopenCount, resolution } from "./resolution.ts";
import { type Timeline, timelineFault } from "./timeline.ts";
import { touches } from "./touches.ts";

/** What a report must say beside the figures, since each changes them. */
export interface MetricRules {
  readonly fcr: FcrRule;
  /** Who leaves the queue sooner is a short abandon. */
  readonly shortAbandonMs: number;
  /** From which wait on a customer counts as gone in silence; null: only those known to have left. */
  readonly silentAfterMs: number | null;
}

export interface MetricReport {
  readonly rules: MetricRules;
  readonly contacts: number;
  /** Timelines that cannot be measured; in no other figure. `examples`: the first few, with what is wrong. */
  readonly unmeasurable: { readonly count: number; readonly examples: readonly string[] };
  /** Population: contacts whose customer wrote. */
  readonly firstResponse: { readonly any: ReplyTimes; readonly human: ReplyTimes };
  /** Population: runs of customer messages. */
  readonly replyRuns: ReplyTimes;
  /** Population: times that a person was owed. */
  readonly humanWaits: ReplyTimes;
  /** Population: contacts; never: not solved (again) by the end. `byAgent`: contacts handed over. */
  readonly resolution: { readonly first: ReplyTimes; readonly final: ReplyTimes; readonly byAgent: ReplyTimes };
  readonly reopens: { readonly contacts: number; readonly times: number };
  readonly fcr: Bounds;
  readonly oneTouch: number;
  readonly transfers: number;
  readonly abandonment: AbandonmentRates;
  readonly deflected: number;
  readonly contained: number;
  readonly resolvedByAssistant: Bounds;
  /** Total handle time of a contact, of those that an agent held and let go again. */
  readonly handleTime: ReplyTimes;
  readonly agentTime: AgentTime;
}

export interface MetricEngine {
  take(timeline: Timeline): void;
  /** A shift of an agent, for occupancy. */
  shift(agentId: string, fromMs: number, toMs: number, slots: number): void;
  report(): MetricReport;
}

const MOST_EXAMPLES = 5;

/**
 * Every metric over one stream of timelines, each by its own definition in a file of its own. A pure fold: what it keeps
 * are counts and some hundred bytes of numbers a contact, so that a million fit.
 */
export const createMetricEngine = (rules: MetricRules): MetricEngine => {
  const [any, human, runs, waits] = [createReplyTimes(), createReplyTimes(), createReplyTimes(), createReplyTimes()];
  const [first, final, byAgent, handle] = [
    createReplyTimes(),
    createReplyTimes(),
    createReplyTimes(),
    createReplyTimes(),
  ];
  const fcr = createBounds();
  const resolvedByAssistant = createBounds();
  const rates = createAbandonmentRates(rules.shortAbandonMs);
  const agentTime = createAgentTime();
  const counts = {
    contacts: 0,
    faults: 0,
    reopened: 0,
    reopens: 0,
    oneTouch: 0,
    transfers: 0,
    deflected: 0,
    contained: 0,
  };
  const examples: string[] = [];

  const replies = (timeline: Timeline): void => {
    const response = firstResponse(timeline);
    if (response !== null) {
      any.add(response.anyMs, response.observedMs);
      human.add(response.humanMs, response.observedMs);
    }
    for (const { replyMs, observedMs } of replyRuns(timeline)) runs.add(replyMs, observedMs);
    for (const { replyMs, observedMs } of humanWaits(timeline)) waits.add(replyMs, observedMs);
  };
  const endings = (timeline: Timeline): void => {
    const { events, observedUntilMs } = timeline;
    const observedMs = observedUntilMs - (events[0]?.atMs ?? observedUntilMs);
    const { firstMs, finalMs, byAgentMs } = resolution(timeline);
    first.add(firstMs, observedMs);
    final.add(finalMs, observedMs);
    const handedOff = events.find(({ kind }) => kind === "handed-off");
    if (handedOff !== undefined) byAgent.add(byAgentMs, observedUntilMs - handedOff.atMs);
    const reopens = reopenCount(timeline);
    counts.reopens += reopens;
    if (reopens > 0) counts.reopened++;
    fcr.add(resolvedAtFirstContact(timeline, rules.fcr));
    rates.add(abandonment(timeline, rules.silentAfterMs));
    const { deflected, contained, resolved } = automation(timeline);
    if (deflected) counts.deflected++;
    if (contained) counts.contained++;
    resolvedByAssistant.add(resolved);
  };
  const work = (timeline: Timeline): void => {
    const { oneTouch, transfers } = touches(timeline);
    if (oneTouch) counts.oneTouch++;
    counts.transfers += transfers;
    const holds = holdsOf(timeline);
    for (const { agentId, fromMs, toMs } of holds) agentTime.hold(agentId, fromMs, toMs);
    const total = holds.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
    if (holds.length > 0 && !holds.some(({ open }) => open)) handle.add(total, total);
  };

  return {
    take: (timeline) => {
      counts.contacts++;
      const fault = timelineFault(timeline);
      if (fault !== null) {
        counts.faults++;
        if (examples.length < MOST_EXAMPLES) examples.push(`${timeline.contactId}: ${fault}`);
        return;
      }
      replies(timeline);
      endings(timeline);
      work(timeline);
    },
    shift: agentTime.shift,
    report: () => ({
      rules,
      contacts: counts.contacts,
      unmeasurable: { count: counts.faults, examples: [...examples] },
      firstResponse: { any, human },
      replyRuns: runs,
      humanWaits: waits,
      resolution: { first, final, byAgent },
      reopens: { contacts: counts.reopened, times: counts.reopens },
      fcr: fcr.bounds(),
      oneTouch: counts.oneTouch,
      transfers: counts.transfers,
      abandonment: rates.rates(),
      deflected: counts.deflected,
      contained: counts.contained,
      resolvedByAssistant: resolvedByAssistant.bounds(),
      handleTime: handle,
      agentTime: agentTime.finish(),
    }),
  };
};
