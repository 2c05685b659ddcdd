import { requireCount } from "../statistics/guard.ts";

/** What comes to a desk on average: contacts a second, and seconds of an agent's slot that each takes. */
export interface OfferedWork {
  readonly arrivalsPerSec: number;
  readonly handleSec: number;
}

/** @throws RangeError unless `value` is a finite number above 0 */
export const requirePositive = (name: string, value: number): void => {
  if (!(value > 0 && Number.isFinite(value))) throw new RangeError(`${name} is ${value}, must be above 0 and finite`);
};

/** @throws RangeError unless `value` is a finite number of at least 0 */
export const requireNotNegative = (name: string, value: number): void => {
  if (!(value >= 0 && Number.isFinite(value)))
    throw new RangeError(`${name} is ${value}, must be at least 0 and finite`);
};

/** @throws RangeError for fewer than one agent, a rate below 0, or no handle time */
export const requireDesk = (agents: number, { arrivalsPerSec, handleSec }: OfferedWork): void => {
  requireCount("agents", agents, 1);
  requireNotNegative("arrivalsPerSec", arrivalsPerSec);
  requirePositive("handleSec", handleSec);
};

/**
 * Offered load in Erlangs: slots that would be busy on average if nobody ever waited (arrivals times handle time,
 * Little 1961).
 * @throws RangeError
 */
export const offeredLoad = (work: OfferedWork): number => {
  requireDesk(1, work);
  return work.arrivalsPerSec * work.handleSec;
};
