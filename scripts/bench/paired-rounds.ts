import { quantileInterval } from "../../core/statistics/order-statistic-interval.ts";
import { quantile } from "../../core/statistics/quantile.ts";

/** One side's work in one round. */
export interface RoundFigures {
  readonly ratePerSec: number;
  /** CPU of this process, all its threads, for one of what is counted; microseconds. */
  readonly cpuUs: number;
}

export interface PairedRatio {
  readonly median: number;
  /** Of the median, 95 %, without assuming how the ratios are spread; null where there are too few rounds. */
  readonly interval: readonly [number | null, number | null];
}

export interface PairedRounds {
  readonly rounds: number;
  readonly one: RoundFigures;
  readonly other: RoundFigures;
  /** other / one, round by round. */
  readonly rate: PairedRatio;
  /** one / other, round by round: at least so much of the CPU is what the other side's work needs anyway. */
  readonly cpu: PairedRatio;
}

const middle = (values: readonly number[]): number => quantile(Float64Array.from(values).sort(), 0.5, 7);

const ratioOf = (values: readonly number[]): PairedRatio => {
  const sorted = Float64Array.from(values).sort();
  return { median: quantile(sorted, 0.5, 7), interval: quantileInterval(sorted, 0.5) };
};

/**
 * Two sides by turns, in short rounds that follow at once upon one another, with the order changed in each pair: what
 * else the machine does meets both sides of a pair, so that their ratio tells of them. The first pair is left out: code
 * is not warm in it.
 */
export async function pairedRounds(
  rounds: number,
  one: () => Promise<RoundFigures>,
  other: () => Promise<RoundFigures>,
): Promise<PairedRounds> {
  const ones: RoundFigures[] = [];
  const others: RoundFigures[] = [];
  for (let round = 0; round <= rounds; round++) {
    const isFirst = round % 2 === 0;
    const before = isFirst ? await one() : await other();
    const after = isFirst ? await other() : await one();
    if (round === 0) continue;
    ones.push(isFirst ? before : after);
    others.push(isFirst ? after : before);
  }
  const each = (ratio: (a: RoundFigures, b: RoundFigures) => number): PairedRatio =>
    ratioOf(ones.flatMap((a, at) => (others[at] === undefined ? [] : [ratio(a, others[at])])));
  const figuresOf = (side: readonly RoundFigures[]): RoundFigures => ({
    ratePerSec: middle(side.map(({ ratePerSec }) => ratePerSec)),
    cpuUs: middle(side.map(({ cpuUs }) => cpuUs)),
  });
  return {
    rounds,
    one: figuresOf(ones),
    other: figuresOf(others),
    rate: each((a, b) => b.ratePerSec / a.ratePerSec),
    cpu: each((a, b) => a.cpuUs / b.cpuUs),
  };
}
