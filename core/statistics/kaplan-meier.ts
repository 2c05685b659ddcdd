import { requireFinite, requireOpenShare } from "./guard.ts";
import { normalQuantile } from "./normal.ts";

/** The survival curve just after a time at which something happened. */
export interface SurvivalStep {
  readonly time: number;
  /** Watched until just before; those lost at this very time among them. */
  readonly atRisk: number;
  readonly events: number;
  /** Share that it has not happened to. */
  readonly survival: number;
  /** Greenwood's standard error of `survival`; null once nobody is left. */
  readonly greenwoodSe: number | null;
  /** Limits, the upper at most 1; null once nobody is left. */
  readonly lower: number | null;
  readonly upper: number | null;
}

export interface SurvivalCurve {
  readonly n: number;
  /** Ascending; only times with an event. */
  readonly steps: readonly SurvivalStep[];
  /** The last time at all, an event or not. */
  readonly lastTime: number;
}

/**
 * How limits are made of the standard error: `log` on the scale of log S (R survfit's default), `log-log` on that of
 * log(-log S), which stays within 0 and 1 by itself and holds its confidence better with few people (Borgan and Liestol
 * 1990).
 */
export type SurvivalLimits = "log" | "log-log";

const limitsOf = (survival: number, logSe: number, z: number, kind: SurvivalLimits): [lower: number, upper: number] => {
  if (kind === "log") return [survival * Math.exp(-z * logSe), Math.min(1, survival * Math.exp(z * logSe))];
  const spread = (z * logSe) / Math.log(survival);
  return [survival ** Math.exp(-spread), survival ** Math.exp(spread)];
};

/**
 * Survival with censoring (Kaplan and Meier 1958; variance after Greenwood 1926). Who is lost at the time of an event
 * still counts as at risk for it. Optimistic where the slow are lost more often than the quick, as in a growing queue.
 *
 * @param times when each was last seen; finite, any order
 * @param happened whether it happened then; false: lost from sight
 * @throws RangeError for nobody, lists of different length, or a time that is not finite
 */
export const kaplanMeier = (
  times: ArrayLike<number>,
  happened: ArrayLike<boolean>,
  confidence = 0.95,
  kind: SurvivalLimits = "log",
): SurvivalCurve => {
  const n = times.length;
  if (n === 0) throw new RangeError("there is no survival of nobody");
  if (happened.length !== n) throw new RangeError(`${n} times, but ${happened.length} endings`);
  requireOpenShare("confidence", confidence);
  for (let index = 0; index < n; index++) requireFinite(`time ${index}`, times[index] ?? Number.NaN);
  const z = -normalQuantile((1 - confidence) / 2);
  const order = Array.from({ length: n }, (_, index) => index).sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0));
  const steps: SurvivalStep[] = [];
  let survival = 1;
  let logVariance = 0;
  for (let first = 0; first < n; ) {
    const time = times[order[first] ?? 0] ?? Number.NaN;
    let end = first;
    let events = 0;
    for (; end < n && times[order[end] ?? 0] === time; end++) if (happened[order[end] ?? 0] === true) events++;
    const atRisk = n - first;
    first = end;
    if (events === 0) continue;
    survival *= (atRisk - events) / atRisk;
    const step = { time, atRisk, events, survival };
    if (events === atRisk) {
      steps.push({ ...step, survival: 0, greenwoodSe: null, lower: null, upper: null });
      continue;
    }
    logVariance += events / (atRisk * (atRisk - events));
    const logSe = Math.sqrt(logVariance);
    const [lower, upper] = limitsOf(survival, logSe, z, kind);
    steps.push({ ...step, greenwoodSe: survival * logSe, lower, upper });
  }
  return { n, steps, lastTime: times[order[n - 1] ?? 0] ?? Number.NaN };
};
