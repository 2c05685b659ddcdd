import { requireOpenShare } from "../statistics/guard.ts";
import { erlangB } from "./erlang-b.ts";
import { type OfferedWork, requireDesk, requireNotNegative } from "./offered-work.ts";

/** A desk in its steady state where nobody ever gives up (M/M/c). */
export interface ErlangC {
  /** Share of contacts that find no free agent. 1 where the load is not below the agents. */
  readonly waitProbability: number;
  /** Mean wait over all contacts, also those that did not wait; seconds. Infinite where the queue only grows. */
  readonly meanWaitSec: number;
  /** Mean number of waiting contacts. */
  readonly meanQueue: number;
  /** Mean share of agents that are busy. */
  readonly utilisation: number;
  /** How fast the wait of those who wait dies away: P(wait > t) = waitProbability exp(-drainPerSec t). 0: never. */
  readonly drainPerSec: number;
}

/**
 * Erlang C: Poisson arrivals, exponential handle times, endless patience, first come first served (Erlang 1917; Cooper,
 * Introduction to Queueing Theory, 1981, section 3.5). A load that is not below the agents has no steady state: then
 * every contact waits, for ever.
 *
 * @param agents slots, each with one contact at a time; >= 1
 * @throws RangeError
 */
export const erlangC = (agents: number, work: OfferedWork): ErlangC => {
  requireDesk(agents, work);
  const load = work.arrivalsPerSec * work.handleSec;
  if (load >= agents) {
    const never = Number.POSITIVE_INFINITY;
    return { waitProbability: 1, meanWaitSec: never, meanQueue: never, utilisation: 1, drainPerSec: 0 };
  }
  const blocking = erlangB(agents, load);
  const waitProbability = (agents * blocking) / (agents - load * (1 - blocking));
  const drainPerSec = (agents - load) / work.handleSec;
  const meanWaitSec = waitProbability / drainPerSec;
  return {
    waitProbability,
    meanWaitSec,
    meanQueue: work.arrivalsPerSec * meanWaitSec,
    utilisation: load / agents,
    drainPerSec,
  };
};

/**
 * Service level: share of contacts answered within `sec` seconds.
 * @throws RangeError
 */
export const answeredWithinC = ({ waitProbability, drainPerSec }: ErlangC, sec: number): number => {
  requireNotNegative("sec", sec);
  return 1 - waitProbability * Math.exp(-drainPerSec * sec);
};

/**
 * The wait, in seconds, that the share `p` of contacts does not exceed; 0 when as many do not wait at all.
 * @throws RangeError unless 0 < p < 1
 */
export const waitQuantileSecC = ({ waitProbability, drainPerSec }: ErlangC, p: number): number => {
  requireOpenShare("p", p);
  return waitProbability <= 1 - p ? 0 : Math.log(waitProbability / (1 - p)) / drainPerSec;
};
