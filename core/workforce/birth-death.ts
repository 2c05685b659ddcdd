/** A queue as a chain of states 0, 1, 2 ...: arrivals come at one rate, departures never get slower as it fills. */
export interface BirthDeath {
  readonly birthRate: number;
  /** Rate of leaving state n for n - 1; n >= 1. Never falls with n. */
  deathRate(n: number): number;
  /** The most likely state: the last n whose death rate is not above the birth rate. */
  readonly mode: number;
  /** The last state; infinite when nobody is turned away. */
  readonly last: number;
}

/** Below this a weight is nothing beside the mode's 1. */
const NOTHING = 1e-300;
/** A second or so of counting; what takes longer is a desk at its edge with a patience of centuries. */
export const MOST_STEPS = 1e8;

/**
 * Calls `visit` with each state that is worth counting and its weight, the stationary probability over that of the
 * mode. The chain has one hump, so all weights are in (0, 1]: no factorial, no overflow at any load, and about as many
 * steps as some forty standard deviations. The caller sums and divides.
 *
 * @param mostSteps states that are counted before it gives up
 * @throws RangeError when the queue is so long, or so near to growing for ever, that it cannot be counted out
 */
export const visitStates = (
  chain: BirthDeath,
  visit: (n: number, weight: number) => void,
  mostSteps = MOST_STEPS,
): void => {
  const { birthRate, mode, last } = chain;
  let steps = 0;
  const take = (n: number, weight: number): void => {
    if (++steps > mostSteps || !Number.isSafeInteger(n)) throw new RangeError("the queue is too long to be counted");
    visit(n, weight);
  };
  for (let n = mode, weight = 1; n >= 0 && weight > NOTHING; n--) {
    take(n, weight);
    if (n > 0) weight *= chain.deathRate(n) / birthRate;
  }
  for (let n = mode + 1, weight = 1; n <= last; n++) {
    weight *= birthRate / chain.deathRate(n);
    if (!(weight > NOTHING)) return;
    take(n, weight);
  }
};
