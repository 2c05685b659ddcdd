/** Batches after the first, which is warm-up and left out. */
const BATCHES = 20;
/** Student's t, 97.5 %, 18 degrees of freedom. */
const T_18 = 2.101;

export interface Estimate {
  readonly mean: number;
  /** Half the width of the 95 % interval. */
  readonly half: number;
}

interface BatchMeans {
  /** One contact: when it came, its value, and the work that it brought, in seconds. */
  contact(atMs: number, value: number, workSec: number): void;
  /** A value that belongs to a moment rather than to a contact. */
  moment(atMs: number, value: number): void;
  perContact(): Estimate;
  perSecond(): Estimate;
}

/**
 * A mean over a long run and its interval. Values near each other in one queue are not independent, equal stretches of
 * time nearly are (batch means; Law, Simulation Modeling and Analysis, section 9.5.3). Most of what differs between
 * stretches is how much work happened to come; its expectation is known, so that part is taken out (a control variate,
 * section 11.4).
 *
 * @param load expected work a second, Erlangs
 */
export function createBatchMeans(endMs: number, load: number): BatchMeans {
  const sums = new Float64Array(BATCHES + 1);
  const counts = new Float64Array(BATCHES + 1);
  const works = new Float64Array(BATCHES + 1);
  const batchSec = endMs / 1000 / (BATCHES + 1);
  const batchOf = (atMs: number): number => Math.floor((atMs / endMs) * (BATCHES + 1));
  const moment = (atMs: number, value: number): void => {
    const batch = batchOf(atMs);
    sums[batch] = (sums[batch] ?? 0) + value;
  };
  const estimate = (valueIn: (batch: number) => number): Estimate => {
    const list = Array.from({ length: BATCHES }, (_, index) => ({
      y: valueIn(index + 1),
      x: (works[index + 1] ?? 0) / (load * batchSec) - 1,
    }));
    const mean = (of: (one: { x: number; y: number }) => number): number =>
      list.reduce((sum, one) => sum + of(one), 0) / BATCHES;
    const [xMean, yMean] = [mean(({ x }) => x), mean(({ y }) => y)];
    const xx = mean(({ x }) => (x - xMean) ** 2);
    const slope = mean(({ x, y }) => (x - xMean) * (y - yMean)) / xx;
    const left = mean(({ x, y }) => (y - yMean - slope * (x - xMean)) ** 2) * (BATCHES / (BATCHES - 2));
    return {
      mean: yMean - slope * xMean,
      half: T_18 * Math.sqrt((left / BATCHES) * (1 + (xMean * xMean) / xx)),
    };
  };
  return {
    moment,
    contact: (atMs, value, workSec) => {
      const batch = batchOf(atMs);
      moment(atMs, value);
      counts[batch] = (counts[batch] ?? 0) + 1;
      works[batch] = (works[batch] ?? 0) + workSec;
    },
    perContact: () => estimate((batch) => (sums[batch] ?? 0) / (counts[batch] ?? 0)),
    perSecond: () => estimate((batch) => (sums[batch] ?? 0) / batchSec),
  };
}
