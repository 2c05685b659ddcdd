import { requireOpenShare } from "./guard.ts";
import type { SurvivalCurve, SurvivalStep } from "./kaplan-meier.ts";

export interface SurvivalQuantile {
  /** Null: the curve does not come down so far. */
  readonly estimate: number | null;
  /** Limits at the curve's confidence; null: that limit of the curve does not come down so far. */
  readonly lower: number | null;
  readonly upper: number | null;
}

/** A curve made of products meets 1/2 only so nearly; the size of R's quantile.survfit. */
const SAME = Math.sqrt(Number.EPSILON);

/** When a curve comes down to `level`: where it lies flat at the level itself, the middle of the flat piece. */
const crossing = (
  { steps, lastTime }: SurvivalCurve,
  level: number,
  heightOf: (step: SurvivalStep) => number | null,
): number | null => {
  for (const [index, step] of steps.entries()) {
    const height = heightOf(step);
    if (height === null) return null;
    if (height < level - SAME) return step.time;
    if (height > level + SAME) continue;
    const flatTo = steps.slice(index + 1).find((later) => heightOf(later) !== height);
    return (step.time + (flatTo?.time ?? lastTime)) / 2;
  }
  return null;
};

/**
 * The time by which it has happened to the share `p`, with limits where the curve's own limits reach as far
 * (Brookmeyer and Crowley 1982, as R's quantile.survfit).
 * @throws RangeError unless 0 < p < 1
 */
export const survivalQuantile = (curve: SurvivalCurve, p = 0.5): SurvivalQuantile => {
  requireOpenShare("p", p);
  const at = (heightOf: (step: SurvivalStep) => number | null): number | null => crossing(curve, 1 - p, heightOf);
  return {
    estimate: at(({ survival }) => survival),
    lower: at(({ lower }) => lower),
    upper: at(({ upper }) => upper),
  };
};
