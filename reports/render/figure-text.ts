import type { Figure, ObjectiveResult } from "../../core/schema/verdict.ts";

const NO_BREAK = "\u00a0";
const NOTHING = "\u2013";

/** A number for reading: three significant digits below a thousand, whole above, a dash when it is not a number. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return NOTHING;
  const size = Math.abs(value);
  if (size >= 1e15) return value.toExponential(2);
  if (size >= 1000)
    return Math.round(value)
      .toString()
      .replace(/\B(?=(\d{3})+$)/g, "\u202f");
  return String(Number(value.toPrecision(3)));
}

/** A share in percent. Near 0 and 1 it keeps the digit that tells "all" from "nearly all". */
export function percentText(share: number): string {
  if (!Number.isFinite(share)) return NOTHING;
  const percent = share * 100;
  const digits = [1, 2, 3, 6].find((each) => {
    const rounded = Number(percent.toFixed(each));
    return !(rounded === 100 && share < 1) && !(rounded === 0 && share > 0);
  });
  return `${digits === undefined ? percent : Number(percent.toFixed(digits))}${NO_BREAK}%`;
}

/** A figure with its unit, without its clock. */
export function figureText(figure: Figure): string {
  if (figure.unit === "share") return percentText(figure.value);
  if (figure.unit === "count") return numberText(figure.value);
  return `${numberText(figure.value)}${NO_BREAK}${figure.unit}`;
}

/** What was measured, or a dash. */
export const measuredText = (objective: ObjectiveResult): string =>
  objective.measured === null ? NOTHING : figureText(objective.measured);

/** The clock that a figure was read on, in words; empty for a figure without one. */
export const clockText = (figure: Figure): string =>
  figure.clock === "simulated" ? "simulated time" : figure.clock === "wall" ? "wall clock" : "";

const quantile = (statistic: string): number | null => {
  const digits = /^p(\d{1,3}(?:\.\d+)?)$/.exec(statistic)?.[1];
  return digits === undefined ? null : Number(digits);
};

/**
 * Which side of the limit is good. A share's allowance tells: "at most 2 %" allows 2 % of n to miss, "at least 75 %"
 * allows the other 25 %. Everything else in a verdict is a ceiling. Null where n is 0 and so nothing tells.
 */
export function bound(objective: ObjectiveResult): "at most" | "at least" | null {
  if (objective.limit.unit !== "share") return "at most";
  const { n, allowed } = objective;
  if (objective.limit.value >= 1) return "at least";
  if (objective.limit.value <= 0) return "at most";
  if (n === 0) return null;
  const ceiling = Math.abs(allowed - objective.limit.value * n);
  const floor = Math.abs(allowed - (1 - objective.limit.value) * n);
  return ceiling <= floor ? "at most" : "at least";
}

/** The budget in a manager's words: "95 % within 60 s", "at least 75 %", "none". */
export function budgetWords(objective: ObjectiveResult): string {
  const limit = figureText(objective.limit);
  const percent = quantile(objective.statistic);
  if (percent === 50) return `half within ${limit}`;
  if (percent !== null) return `${percent}${NO_BREAK}% within ${limit}`;
  if (objective.limit.value === 0) return "none";
  if (objective.limit.unit === "share" && objective.limit.value === 1) return "all";
  const side = bound(objective);
  return side === null ? limit : `${side} ${limit}`;
}

/** The budget as an engineer writes it: "p95 <= 60 s". */
export function budgetFormula(objective: ObjectiveResult): string {
  const side = bound(objective);
  const sign = side === null ? "limit" : side === "at most" ? "\u2264" : "\u2265";
  return `${objective.statistic} ${sign} ${figureText(objective.limit)}`;
}

/** "9 of 120 missed, 6 allowed". */
export const missesText = (objective: ObjectiveResult): string =>
  `${numberText(objective.misses)} of ${numberText(objective.n)} missed, ${numberText(objective.allowed)} allowed`;

/** Budget, what was measured, and the count that decides, in one line. */
export const figuresText = (objective: ObjectiveResult): string =>
  `${objective.status}: ${budgetFormula(objective)}, measured ${measuredText(objective)}, ${missesText(objective)}`;
