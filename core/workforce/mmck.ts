import { requireCount } from "../statistics/guard.ts";
import { visitStates } from "./birth-death.ts";
import { type OfferedWork, requireDesk } from "./offered-work.ts";

/** A service with room for so many and no more, in its steady state (M/M/c/K). */
export interface BoundedQueue {
  /** Share of arrivals that are turned away because the room is full. */
  readonly blocking: number;
  /** Mean time from entry to departure of those let in, seconds. */
  readonly meanSojournSec: number;
  /** Mean wait for a server of those let in, seconds. */
  readonly meanWaitSec: number;
  /** Mean number inside, in service or waiting. */
  readonly meanInside: number;
  /** Completed a second. */
  readonly throughputPerSec: number;
  /** Mean share of servers that are busy. */
  readonly utilisation: number;
}

/**
 * M/M/c/K: Poisson arrivals, exponential service, `servers` at work, at most `capacity` inside (in service and
 * waiting); Little's law over those let in (Gross and Harris, Fundamentals of Queueing Theory, section 2.5).
 * `capacity` = `servers` is Erlang B.
 *
 * @throws RangeError
 */
export const boundedQueue = (servers: number, capacity: number, work: OfferedWork): BoundedQueue => {
  requireDesk(servers, work);
  requireCount("capacity", capacity, servers);
  const { arrivalsPerSec, handleSec } = work;
  if (arrivalsPerSec === 0) {
    const idle = { blocking: 0, meanWaitSec: 0, meanInside: 0, throughputPerSec: 0, utilisation: 0 };
    return { ...idle, meanSojournSec: handleSec };
  }
  const load = arrivalsPerSec * handleSec;
  let total = 0;
  let full = 0;
  let inside = 0;
  let busy = 0;
  visitStates(
    {
      birthRate: arrivalsPerSec,
      deathRate: (n) => Math.min(n, servers) / handleSec,
      mode: load < servers ? Math.floor(load) : capacity,
      last: capacity,
    },
    (n, weight) => {
      total += weight;
      inside += n * weight;
      busy += Math.min(n, servers) * weight;
      if (n === capacity) full = weight;
    },
  );
  const throughputPerSec = busy / total / handleSec;
  const meanSojournSec = inside / total / throughputPerSec;
  return {
    blocking: full / total,
    meanSojournSec,
    meanWaitSec: Math.max(0, (inside - busy) / total / throughputPerSec),
    meanInside: inside / total,
    throughputPerSec,
    utilisation: Math.min(1, busy / total / servers),
  };
};
