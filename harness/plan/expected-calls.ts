import { DEFAULT_INTENT_MIX, personalShare } from "../../core/contract/intent-mix.ts";
import type { DrillLoad, LoadStream } from "../../core/contract/drill-load.ts";
import type { Plan } from "../../core/schema/plan.ts";
import { POLL_MS } from "../../drills/actors/agent.ts";
import {
  ACCESS_ROUNDS,
  CONTACTS_A_ROUND,
  DESK_REQUESTS_A_ROUND,
  REQUESTS_A_ROUND,
} from "../../drills/actors/impostor.ts";
import { STEADY_READS_PER_SEC } from "../../drills/actors/prober.ts";
import { LONG_POLL_MS } from "../../drills/targets/reference/follow.ts";
import type { PhaseSpan } from "../load/arrivals.ts";
import type { DrawnStream } from "../load/drill-streams.ts";

/** HTTP requests that one replicate sends to its target; all times wall. WebSocket upgrades count, frames do not. */
export interface ExpectedCalls {
  /** Mean requests of one contact: the customer's own and those of the agent who handles it. */
  readonly perContact: number;
  /** The same when every contact is handed to a person and watched to the end of its drain. */
  readonly perContactAtMost: number;
  /** Whole replicate, as expected and at most. */
  readonly total: number;
  readonly totalAtMost: number;
  /** Busiest 60 s. */
  readonly perMinuteAtMost: number;
}

const WINDOW_MS = 60_000;
/** Messages that a customer sees of one matter: acknowledgement, reply, at most one more. */
const NEWS = 2;
/** Claim, reply, resolve, and the offer that came before. */
const HANDLING = 4;
/** Addresses, facts, keys, staging, exports: what the harness asks once; the counters it asks each second. */
const HARNESS_ONCE = 12;
/** Each is read all along; how many a target has is known only when it runs. */
const POPS = 2;
/** Contacts that the doors are tried with, beside the load. */
export const contactsBeside = ({ beside }: Pick<DrillLoad, "beside">): number =>
  beside.doors ? ACCESS_ROUNDS * POPS * CONTACTS_A_ROUND : 0;
const TRIES = ACCESS_ROUNDS * (POPS * REQUESTS_A_ROUND + DESK_REQUESTS_A_ROUND);

/** Most arrivals (offsets in wall milliseconds, ascending) within any 60 s. */
export const busiest = (offsetsMs: readonly number[]): number => {
  let most = 0;
  let from = 0;
  for (const [to, at] of offsetsMs.entries()) {
    while (at - (offsetsMs[from] ?? at) >= WINDOW_MS) from++;
    most = Math.max(most, to - from + 1);
  }
  return most;
};

export interface CalledLoad {
  readonly plan: Plan;
  readonly load: DrillLoad;
  readonly timeFactor: number;
  /** Simulated time from T0. */
  readonly spans: readonly PhaseSpan[];
  readonly drawn: readonly Pick<DrawnStream, "stream" | "arrivals">[];
}

/**
 * Requests of one replicate, from the shape of its drill's load and from that of its people (drills/actors,
 * drills/targets/reference):
 *
 * - customer: 1 to open; by WebSocket a ticket and an upgrade, by long poll one request for each news and one for each
 *   `LONG_POLL_MS` without; a resend, a follow-up by their shares; 1 last signal;
 * - agent: 4 for each matter that a person handles (offer, claim, reply, resolve), follow-ups too, in the lanes that agents
 *   work in; who has a personal question in another lane is watched for as long as the run does;
 * - idle slots: a queue poll each `POLL_MS`; PoPs: the refresh wave, and a read each half second to the end; three rounds of
 *   tries at each door, where the drill has these; harness: a counter read a second and a dozen more.
 *
 * "At most" supposes that every contact needs a person and is watched to the end of its drain, that no slot is busy, and
 * that all requests of a contact fall into the minute in which it arrives. It supposes that no request fails: tries again
 * after faults come on top, and are paced by the actors.
 */
export const expectedCalls = (called: CalledLoad): ExpectedCalls => {
  const { plan, load, timeFactor, spans, drawn } = called;
  const { staffing } = plan;
  const slots = staffing.agents * staffing.slotsPerAgent;
  const runSec = (spans.at(-1)?.to ?? 0) / timeFactor / 1000;
  const islandReads = load.islandReads(plan);
  const wave = spans.find(({ name }) => name === islandReads?.phase);
  const readsPerSec = islandReads?.perSec ?? 0;
  const reads = wave === undefined ? 0 : (readsPerSec * (wave.to - wave.from)) / 1000;
  const idlePolls = (slots * runSec * 1000) / POLL_MS;
  const tries = load.beside.doors ? TRIES : 0;
  const steadyReads = load.beside.steadyReads ? POPS * STEADY_READS_PER_SEC * runSec : 0;

  const streams = drawn.map(({ stream, arrivals }) => ({
    ...contactCalls(called, stream),
    offsetsMs: arrivals.map(({ offset }) => offset / timeFactor),
  }));
  const sum = (of: (one: (typeof streams)[number]) => number): number =>
    streams.reduce((total, one) => total + of(one), 0);
  const contacts = sum(({ offsetsMs }) => offsetsMs.length);
  const ofContacts = sum(({ offsetsMs, expected }) => offsetsMs.length * expected);
  const ofContactsAtMost = sum(({ offsetsMs, atMost }) => offsetsMs.length * atMost);
  const besideAtMost = reads + steadyReads + idlePolls + runSec + tries + HARNESS_ONCE;
  // A busy slot asks for nothing; handled matters take their time from the idle ones.
  const busyMs = sum(({ offsetsMs, handledMs }) => offsetsMs.length * handledMs);
  const beside = reads + steadyReads + Math.max(0, idlePolls - busyMs / POLL_MS) + runSec + tries + HARNESS_ONCE;
  const minuteShare = Math.min(1, WINDOW_MS / 1000 / runSec);
  const readsAMinute = Math.min(reads, readsPerSec * timeFactor * 60);
  return {
    perContact: contacts === 0 ? 0 : ofContacts / contacts,
    perContactAtMost: contacts === 0 ? 0 : ofContactsAtMost / contacts,
    total: Math.round(ofContacts + beside),
    totalAtMost: Math.ceil(ofContactsAtMost + besideAtMost),
    perMinuteAtMost: Math.ceil(
      sum(({ offsetsMs, atMost }) => busiest(offsetsMs) * atMost) +
        readsAMinute +
        (steadyReads + idlePolls + runSec) * minuteShare +
        tries +
        HARNESS_ONCE,
    ),
  };
};

/** Requests of one contact of a stream, and the wall time that an agent is busy with it on the average. */
const contactCalls = (
  { plan, load, timeFactor, spans }: CalledLoad,
  { customers }: LoadStream,
): { readonly expected: number; readonly atMost: number; readonly handledMs: number } => {
  const { staffing } = plan;
  const wallMs = (sec: number): number => (sec * 1000) / timeFactor;
  const drain = spans.at(-1);
  const drainMs = drain === undefined ? 0 : (drain.to - drain.from) / timeFactor;
  const polled = (watchMs: number, news: number): number => news + watchMs / LONG_POLL_MS;
  const followed = (watchMs: number, news: number): number =>
    (1 - customers.longPollShare) * 2 + customers.longPollShare * polled(watchMs, news);
  const inLane = { standard: customers.standardLaneShare, stream: 1 - customers.standardLaneShare, solo: 0 };
  const worked = load.lanes(plan).reduce((share, lane) => share + inLane[lane], 0);
  const atMostShare = staffing.agents * staffing.slotsPerAgent === 0 ? 0 : worked;
  const personal = personalShare(customers.intents ?? DEFAULT_INTENT_MIX);
  const handled = atMostShare * personal;
  const waitMs = wallMs(staffing.pickUp.medianSec + staffing.handle.medianSec * staffing.firstReplyShare);
  const watchMs = handled * waitMs + (1 - worked) * personal * drainMs;
  const own = 2 + customers.resendShare + customers.followUpShare;
  return {
    expected: own + followed(watchMs, NEWS - 1) + HANDLING * (handled + atMostShare * customers.followUpShare),
    atMost: own + 1 + followed(drainMs, NEWS + 1) + HANDLING * atMostShare * (1 + customers.followUpShare),
    handledMs: handled * wallMs(staffing.handle.medianSec + staffing.pickUp.medianSec),
  };
};
