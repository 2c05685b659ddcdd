import { hodgesLehmannRatio } from "../../core/statistics/hodges-lehmann.ts";

/** Fewer drills than this on a side cannot give an interval of 95 %. */
export const LEAST_DRILLS = 4;
/** Declared beforehand: a change by less is not worth a word, however sure it is. */
export const MINIMUM_EFFECT = 1.25;

export interface Comparison {
  readonly word: "worse" | "better" | "alike" | "informational" | "no baseline";
  /** Hodges-Lehmann ratio, now to before; null where there is none. */
  readonly ratio: number | null;
  readonly interval: readonly [lower: number, upper: number] | null;
  readonly sentence: string;
}

const times = (ratio: number): string => `${ratio.toFixed(2)}\u00d7`;

const open = (word: "informational" | "no baseline", sentence: string): Comparison => ({
  ...{ word, ratio: null, interval: null, sentence },
});

/**
 * One figure of this run's drills against that of earlier ones: one number a drill, since customers of one queue wait on
 * each other. It is said to be worse or better only where the whole 95 % interval of the Hodges-Lehmann ratio lies beyond
 * {@link MINIMUM_EFFECT}; never a gate, which the budgets are.
 * @param good on which side of the budget the good is
 */
export function compare(now: readonly number[], before: readonly number[], good: "at most" | "at least"): Comparison {
  if (before.length === 0) return open("no baseline", "No baseline.");
  const counts = `${now.length} against ${before.length} drills`;
  if (now.length < LEAST_DRILLS || before.length < LEAST_DRILLS)
    return open("informational", `informational: ${counts}, ${LEAST_DRILLS} on each side are needed`);
  if (![...now, ...before].every((value) => value > 0 && Number.isFinite(value)))
    return open("informational", `informational: ${counts}, and a ratio needs figures above 0`);
  const { ratio, interval } = hodgesLehmannRatio(now, before);
  if (interval === null) return { ...open("informational", `informational: ${counts} give no interval`), ratio };
  const [lower, upper] = interval;
  const range = `${times(ratio)} (95 %: ${times(lower)} to ${times(upper)}), ${counts}`;
  const [higher, less] = good === "at most" ? (["worse", "better"] as const) : (["better", "worse"] as const);
  const said = (word: Comparison["word"], text: string): Comparison => ({ word, ratio, interval, sentence: text });
  if (lower > MINIMUM_EFFECT) return said(higher, `${higher}: ${range}`);
  if (upper < 1 / MINIMUM_EFFECT) return said(less, `${less}: ${range}`);
  if (lower >= 1 / MINIMUM_EFFECT && upper <= MINIMUM_EFFECT)
    return said("alike", `alike within ${times(MINIMUM_EFFECT)}: ${range}`);
  return said("informational", `informational: ${range}, which does not lie beyond ${times(MINIMUM_EFFECT)}`);
}
