import canonicalize from "canonicalize";
import type { Plan } from "../../core/schema/plan.ts";
import { printable } from "../../core/text/printable.ts";

export interface PlanDifference {
  /** `staffing.agents` */
  readonly path: string;
  /** JSON text; "nothing" where a field is not there. */
  readonly drilled: string;
  readonly now: string;
}

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const text = (value: unknown): string => (value === undefined ? "nothing" : (canonicalize(value) ?? "nothing"));

function between(drilled: unknown, now: unknown, path: readonly string[]): PlanDifference[] {
  if (isMapping(drilled) && isMapping(now)) {
    const names = new Set([...Object.keys(drilled), ...Object.keys(now)]);
    return [...names].sort().flatMap((name) => between(drilled[name], now[name], [...path, name]));
  }
  const [before, after] = [text(drilled), text(now)];
  return before === after ? [] : [{ path: path.join("."), drilled: before, now: after }];
}

/** Every field in which two plans differ, by its path; none where their digests are the same. */
export const planDifferences = (drilled: Plan, now: Plan): readonly PlanDifference[] => between(drilled, now, []);

const MOST = 3;

/** `staffing.agents 20 was drilled, 14 is planned; and 2 more`: at most three in full. */
export function differencesText(differences: readonly PlanDifference[]): string {
  const shown = differences.slice(0, MOST).map(({ path, drilled, now }) => {
    const [before, after] = [printable(drilled, 60), printable(now, 60)];
    return `${printable(path, 80)} ${before} was drilled, ${after} is planned`;
  });
  const more = differences.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
}
