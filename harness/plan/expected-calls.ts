import { DEFAULT_INTENT_MIX, personalShare } from "../../core/contract/intent-mix.ts";
import type { Phases, Plan } from "../../core/schema/plan.ts";
import { POLL_MS } from "../../drills/actors/agent.ts";
import {
  ACCESS_ROUNDS,
  CONTACTS_A_ROUND,
  DESK_REQUESTS_A_ROUND,
  REQUESTS_A_ROUND,
} from "../../drills/actors/impostor.ts";
import { STEADY_READS_PER_SEC } from "../../drills/actors/prober.ts";
import { LONG_POLL_MS } from "../../drills/targets/reference/follow.ts";

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
export const CONTACTS_BESIDE = ACCESS_ROUNDS * POPS * CONTACTS_A_ROUND;
const TRIES = ACCESS_ROUNDS * (POPS * REQUESTS_A_ROUND + DESK_REQUESTS_A_ROUND);

/** Most arrivals (offsets in wall milliseconds, ascending) within any 60 s. */
const busiest = (offsetsMs: readonly number[]): number => {
  let most = 0;
  let from = 0;
  for (const [to, at] of offsetsMs.entries()) {
    while (at - (offsetsMs[from] ?? at) >= WINDOW_MS) from++;
    most = Math.max(most, to - from + 1);
  }
  return most;
};

/**
 * Requests of one nano-drop replicate, from the scenario's shape (drills/actors, drills/targets/reference):
 *
 * - customer: 1 to open; by WebSocket a ticket and an upgrade, by long poll one request for each news and one for each
 *   `LONG_POLL_MS` without; a resend, a follow-up by their shares; 1 last signal;
 * - agent: 4 for each matter that a person handles (offer, claim, reply, resolve), follow-ups too;
 * - idle slots: a queue poll each `POLL_MS`; PoPs: the refresh wave, and a read each half second to the end; three rounds of
 *   tries at each door; harness: a counter read a second and a dozen more.
 *
 * "At most" supposes that every contact needs a person and is watched to the end of its drain, that no slot is busy, and
 * that all requests of a contact fall into the minute in which it arrives. It supposes that no request fails: tries again
 * after faults come on top, and are paced by the actors.
 */
export const expectedCalls = (plan: Plan, phases: Phases, offsetsMs: readonly number[]): ExpectedCalls => {
  const { customers, staffing, arrivals } = plan;
  const slots = staffing.agents * staffing.slotsPerAgent;
  const wallMs = (sec: number): number => (sec * 1000) / phases.timeFactor;
  const runSec =
    wallMs(phases.controlSec + phases.refreshSec + phases.stepSec + phases.tailSec + phases.drainSec) / 1000;
  const reads = arrivals.islandReadsPerSec * phases.refreshSec;
  const idlePolls = (slots * runSec * 1000) / POLL_MS;

  const polled = (watchMs: number, news: number): number => news + watchMs / LONG_POLL_MS;
  const followed = (watchMs: number, news: number): number =>
    (1 - customers.longPollShare) * 2 + customers.longPollShare * polled(watchMs, news);
  const own = 2 + customers.resendShare + customers.followUpShare;
  const atMostShare = slots === 0 ? 0 : 1;
  const handled = atMostShare * personalShare(customers.intents ?? DEFAULT_INTENT_MIX);
  const waitMs = wallMs(staffing.pickUp.medianSec + staffing.handle.medianSec * staffing.firstReplyShare);

  const perContact =
    own + followed(handled * waitMs, NEWS - 1) + HANDLING * (handled + atMostShare * customers.followUpShare);
  const perContactAtMost =
    own + 1 + followed(wallMs(phases.drainSec), NEWS + 1) + HANDLING * atMostShare * (1 + customers.followUpShare);
  const n = offsetsMs.length;
  const steadyReads = POPS * STEADY_READS_PER_SEC * runSec;
  const besideAtMost = reads + steadyReads + idlePolls + runSec + TRIES + HARNESS_ONCE;
  // A busy slot asks for nothing; handled matters take their time from the idle ones.
  const busyMs = n * handled * wallMs(staffing.handle.medianSec + staffing.pickUp.medianSec);
  const beside = reads + steadyReads + Math.max(0, idlePolls - busyMs / POLL_MS) + runSec + TRIES + HARNESS_ONCE;
  const minuteShare = Math.min(1, WINDOW_MS / 1000 / runSec);
  const readsAMinute = Math.min(reads, arrivals.islandReadsPerSec * phases.timeFactor * 60);
  return {
    perContact,
    perContactAtMost,
    total: Math.round(n * perContact + beside),
    totalAtMost: Math.ceil(n * perContactAtMost + besideAtMost),
    perMinuteAtMost: Math.ceil(
      busiest(offsetsMs) * perContactAtMost +
        readsAMinute +
        (steadyReads + idlePolls + runSec) * minuteShare +
        TRIES +
        HARNESS_ONCE,
    ),
  };
};
