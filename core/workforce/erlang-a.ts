import { lowerGammaRatio } from "../statistics/incomplete-gamma.ts";
import { visitStates } from "./birth-death.ts";
import { type OfferedWork, requireDesk, requireNotNegative, requirePositive } from "./offered-work.ts";

/** Offered work of customers who give up. */
export interface ImpatientWork extends OfferedWork {
  /** Mean patience in the queue, seconds; exponential. */
  readonly patienceSec: number;
}

/** A desk in its steady state where customers give up (M/M/c+M). */
export interface ErlangA {
  /** Share of contacts that find no free agent. */
  readonly waitProbability: number;
  /** Share of all contacts that give up before an agent comes. */
  readonly abandonProbability: number;
  /** Mean time in the queue over all contacts: those served at once, served later, and those who gave up; seconds. */
  readonly meanWaitSec: number;
  /** Mean number of waiting contacts. */
  readonly meanQueue: number;
  /** Mean share of agents that are busy. */
  readonly utilisation: number;
}

/**
 * Erlang A: Poisson arrivals, exponential handle times and patience, first come first served (Palm 1957; Garnett,
 * Mandelbaum and Reiman 2002, Designing a Call Center with Impatient Customers). Steady at any load.
 *
 * @param agents slots, each with one contact at a time; >= 1
 * @throws RangeError
 */
export const erlangA = (agents: number, work: ImpatientWork): ErlangA => {
  requireDesk(agents, work);
  requirePositive("patienceSec", work.patienceSec);
  const { arrivalsPerSec, handleSec, patienceSec } = work;
  if (arrivalsPerSec === 0)
    return { waitProbability: 0, abandonProbability: 0, meanWaitSec: 0, meanQueue: 0, utilisation: 0 };
  const load = arrivalsPerSec * handleSec;
  const excess = (arrivalsPerSec - agents / handleSec) * patienceSec;
  let total = 0;
  let waiting = 0;
  let queue = 0;
  let busy = 0;
  visitStates(
    {
      birthRate: arrivalsPerSec,
      deathRate: (n) => Math.min(n, agents) / handleSec + Math.max(0, n - agents) / patienceSec,
      mode: load < agents ? Math.floor(load) : agents + Math.floor(excess),
      last: Number.POSITIVE_INFINITY,
    },
    (n, weight) => {
      total += weight;
      busy += Math.min(n, agents) * weight;
      if (n >= agents) waiting += weight;
      queue += Math.max(0, n - agents) * weight;
    },
  );
  const meanQueue = queue / total;
  return {
    waitProbability: waiting / total,
    abandonProbability: meanQueue / patienceSec / arrivalsPerSec,
    meanWaitSec: meanQueue / arrivalsPerSec,
    meanQueue,
    utilisation: Math.min(1, busy / total / agents),
  };
};

/**
 * Service level: share of all contacts that an agent answers within `sec` seconds; who gives up is not answered. The
 * served part of the wait has density proportional to u^y e^-u in u = (patience / interarrival) e^(-t / patience), so
 * it is a ratio of incomplete gamma functions (after Zeltyn and Mandelbaum 2005, section 4).
 *
 * @throws RangeError
 */
export const answeredWithinA = (agents: number, work: ImpatientWork, sec: number): number => {
  requireNotNegative("sec", sec);
  const { waitProbability, abandonProbability } = erlangA(agents, work);
  if (work.arrivalsPerSec === 0) return 1;
  const shape = (agents * work.patienceSec) / work.handleSec + 1;
  const scale = work.arrivalsPerSec * work.patienceSec;
  const later = lowerGammaRatio(shape, scale * Math.exp(-sec / work.patienceSec), scale);
  return 1 - abandonProbability - (waitProbability - abandonProbability) * later;
};
