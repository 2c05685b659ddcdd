import { createSamples } from "./samples.ts";

/** Occupancy is read per interval, as workforce tools do; ours is three simulated minutes. */
export const USE_WINDOW_SIM_MS = 180_000;
const BUCKET_SIM_MS = 5_000;
/** Buckets in a day of simulated time: a bound on memory whatever the stamps say. */
const MOST_BUCKETS = 17_280;

export interface SlotUse {
  /** One stretch in which a slot was taken; simulated milliseconds from T0. Reversed or absurd stretches are dropped. */
  add(fromMs: number, toMs: number): void;
  /** Mean slots taken in the busiest window; 0 when nothing was added. */
  busiestWindowMean(): number;
  /** Most slots taken at one moment. */
  peak(): number;
}

/** Sums stretches of work into buckets and finds the busiest window and the highest moment. */
export function createSlotUse(): SlotUse {
  const buckets = new Float64Array(MOST_BUCKETS);
  const starts = createSamples();
  const ends = createSamples();
  return {
    add: (fromMs, toMs) => {
      if (!(toMs > fromMs) || !Number.isFinite(toMs - fromMs)) return;
      starts.add(fromMs);
      ends.add(toMs);
      const first = Math.max(0, Math.floor(fromMs / BUCKET_SIM_MS));
      const last = Math.min(MOST_BUCKETS - 1, Math.floor(toMs / BUCKET_SIM_MS));
      for (let index = first; index <= last; index++) {
        const overlap = Math.min(toMs, (index + 1) * BUCKET_SIM_MS) - Math.max(fromMs, index * BUCKET_SIM_MS);
        buckets[index] = (buckets[index] ?? 0) + Math.max(0, overlap);
      }
    },
    busiestWindowMean: () => {
      const width = USE_WINDOW_SIM_MS / BUCKET_SIM_MS;
      let sum = 0;
      let best = 0;
      for (let index = 0; index < MOST_BUCKETS; index++) {
        sum += (buckets[index] ?? 0) - (index >= width ? (buckets[index - width] ?? 0) : 0);
        best = Math.max(best, sum);
      }
      return best / USE_WINDOW_SIM_MS;
    },
    peak: () => {
      const from = starts.sorted();
      const to = ends.sorted();
      let taken = 0;
      let most = 0;
      for (let begin = 0, end = 0; begin < from.length; begin++) {
        while (end < to.length && (to[end] ?? 0) <= (from[begin] ?? 0)) {
          taken--;
          end++;
        }
        taken++;
        most = Math.max(most, taken);
      }
      return most;
    },
  };
}
