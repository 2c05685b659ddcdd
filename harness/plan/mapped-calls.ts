import { DEFAULT_INTENT_MIX, personalShare } from "../../core/contract/intent-mix.ts";
import type { LoadStream } from "../../core/contract/drill-load.ts";
import { POLL_BOUNDS_MS } from "../../core/schema/http-customer-mapping.ts";
import type { HttpMapping } from "../../core/schema/http-mapping.ts";
import type { TargetFile } from "../../core/schema/target-file.ts";
import { looksAllowed } from "../../drills/targets/http/look-bucket.ts";
import { busiest, type CalledLoad } from "./expected-calls.ts";

/**
 * Requests of one replicate at a desk that is spoken to through a mapping; all times wall. Acts are what people do: they
 * must fit the desk's published limit. Looks are polls for news: where the limit leaves no room they are made less often,
 * and reply times get coarser.
 */
export interface MappedCalls {
  readonly total: number;
  readonly totalAtMost: number;
  /** In the busiest 60 s. */
  readonly actsPerMinuteAtMost: number;
  readonly looksPerMinuteAtMost: number;
  /** Acts, and one look a minute for each customer and lane: with less, replies would not be seen. */
  readonly leastPerMinute: number;
}

const MINUTE_MS = 60_000;
/** Of the desk's own account at the end, when a page holds as few. */
const CONTACTS_A_PAGE = 20;

const one = (mapped: unknown): number => (mapped === undefined ? 0 : 1);

/** What people do for one contact of a stream, as expected and at most, and how long it is watched. */
const contactOf = ({ plan, load, timeFactor, spans }: CalledLoad, { customers }: LoadStream, mapping: HttpMapping) => {
  const { staffing } = plan;
  const wallMs = (sec: number): number => (sec * 1000) / timeFactor;
  const drain = spans.at(-1);
  const drainMs = drain === undefined ? 0 : (drain.to - drain.from) / timeFactor;
  const { session, send, leave, rate, replies } = mapping.customer;
  const inLane = { standard: customers.standardLaneShare, stream: 1 - customers.standardLaneShare, solo: 0 };
  const hands = mapping.agent === undefined ? 0 : staffing.agents * staffing.slotsPerAgent;
  const worked = hands === 0 ? 0 : load.lanes(plan).reduce((share, lane) => share + inLane[lane], 0);
  const personal = personalShare(customers.intents ?? DEFAULT_INTENT_MIX);
  const handling = one(mapping.agent?.claim) + 2;
  const own = 1 + one(session) + (customers.resendShare + customers.followUpShare) * one(send) + one(leave ?? rate);
  const waitMs = wallMs(staffing.pickUp.medianSec + staffing.handle.medianSec * staffing.firstReplyShare);
  return {
    acts: own + handling * worked * (personal + customers.followUpShare),
    actsAtMost: own + 2 * one(send) + handling * worked * (1 + customers.followUpShare),
    // A look at who waits goes before each handling.
    looks: 1 + (worked * personal * waitMs + (1 - worked) * personal * drainMs) / replies.everyMs,
    looksAtMost: 2 + drainMs / replies.everyMs,
  };
};

/** As `expectedCalls`, for a mapped desk: no PoP is read, no door tried, no counter asked. */
export const mappedCalls = (called: CalledLoad, mapping: HttpMapping): MappedCalls => {
  const { plan, load, timeFactor, spans, drawn } = called;
  const { agent, customer } = mapping;
  const runMs = (spans.at(-1)?.to ?? 0) / timeFactor;
  const slots = agent === undefined ? 0 : plan.staffing.agents * plan.staffing.slotsPerAgent;
  // One look serves all slots of a lane, except where the desk holds each until somebody comes.
  const lookers = agent?.next.waitMs === undefined ? Math.min(slots, load.lanes(plan).length) : slots;
  const paceMs = Math.max(agent?.next.waitMs ?? 0, agent?.next.everyMs ?? MINUTE_MS);
  const logins = agent?.session === undefined ? 0 : slots;
  const streams = drawn.map(({ stream, arrivals }) => ({
    ...contactOf(called, stream, mapping),
    offsetsMs: arrivals.map(({ offset }) => offset / timeFactor),
  }));
  const sum = (of: (stream: (typeof streams)[number]) => number): number =>
    streams.reduce((total, stream) => total + of(stream), 0);
  const contacts = sum(({ offsetsMs }) => offsetsMs.length);
  const account = mapping.export === undefined ? 0 : Math.ceil(contacts / CONTACTS_A_PAGE) + 2;
  const beside = logins + account + (lookers * runMs) / paceMs;
  const actsPerMinuteAtMost = Math.ceil(sum(({ offsetsMs, actsAtMost }) => busiest(offsetsMs) * actsAtMost) + logins);
  return {
    total: Math.round(sum(({ offsetsMs, acts, looks }) => offsetsMs.length * (acts + looks)) + beside),
    totalAtMost: Math.ceil(
      sum(({ offsetsMs, actsAtMost, looksAtMost }) => offsetsMs.length * (actsAtMost + looksAtMost)) + beside,
    ),
    actsPerMinuteAtMost,
    looksPerMinuteAtMost: Math.ceil(
      (contacts * MINUTE_MS) / Math.max(customer.replies.everyMs, customer.replies.waitMs ?? 0) +
        (lookers * MINUTE_MS) / paceMs,
    ),
    leastPerMinute: actsPerMinuteAtMost + Math.ceil((contacts + lookers) * (MINUTE_MS / POLL_BOUNDS_MS.most)),
  };
};

/** The tightest of the target's limits, requests in any 60 s. */
export const tightestLimit = ({ maxRequestsPerSec, publishedLimits }: TargetFile["limits"]): number =>
  Math.min(Math.floor(maxRequestsPerSec * 60), ...publishedLimits.map(({ perMinute }) => perMinute));

/** Of the desk's limit, what is left to the harness for its own questions at the end of a load. */
const HARNESS_SHARE = 0.1;

/** What a load may send in any 60 s under a limit. */
export const loadLimit = (limit: number): number => Math.max(1, limit - Math.ceil(limit * HARNESS_SHARE));

/**
 * Most requests of the load in any 60 s under a limit: the limiter keeps looks within what acts leave of it. Where acts
 * do not fit in, or what they leave is less than a look a minute for each, the limit would have to be wider by as much.
 */
export const perMinuteUnder = (calls: MappedCalls, limit: number): number => {
  const load = loadLimit(limit);
  const { actsPerMinuteAtMost: acts, looksPerMinuteAtMost: looks, leastPerMinute } = calls;
  const short = Math.max(acts - load, leastPerMinute - acts - looksAllowed(load, acts));
  return short > 0 ? Math.ceil(limit + short) : Math.min(acts + looks, load);
};

/** How far apart two looks for one customer's news then are, at the busiest, wall milliseconds. */
export const coarsestLookMs = (calls: MappedCalls, everyMs: number, limit: number): number =>
  Math.round(
    everyMs * Math.max(1, calls.looksPerMinuteAtMost / looksAllowed(loadLimit(limit), calls.actsPerMinuteAtMost)),
  );
