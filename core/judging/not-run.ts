import type { ObjectiveSpec } from "../contract/drill.ts";
import { PART_MISSING, type TargetPart } from "../contract/target-parts.ts";
import type { MappedTarget } from "../schema/evidence.ts";
import type { ObjectiveResult } from "../schema/verdict.ts";
import { toObjective } from "./objective.ts";

/** A figure that is seen by looking every so often can be held against a limit of so many looks, and not a finer one. */
export const LEAST_LOOKS = 2;

/** What is seen through agents of ours alone. */
const OF_AGENTS: readonly TargetPart[] = ["agent", "context", "reply-ids"];
const REAL_STAFF = "people work at the desk themselves, and what they saw and sent is not recorded";

/**
 * Why this objective is not run at the target; null where it is. Only a target that is spoken to by a mapping is ever
 * excused: what a stack says of its own capabilities excuses nothing.
 * @param mapped what of the target is mapped; undefined for the bundled stack and every served one
 */
export function lackOf(spec: ObjectiveSpec, mapped: MappedTarget | undefined): string | null {
  if (mapped === undefined) return null;
  const missing = (spec.needs ?? []).find((part) => !mapped.parts.includes(part));
  if (missing !== undefined)
    return mapped.people === true && OF_AGENTS.includes(missing) ? REAL_STAFF : PART_MISSING[missing];
  const { limit, seenBy } = spec;
  const everyMs = seenBy === undefined ? null : seenBy === "replies" ? mapped.repliesEveryMs : mapped.queueEveryMs;
  if (everyMs === null || limit.unit !== "ms" || limit.value >= LEAST_LOOKS * everyMs) return null;
  const what = seenBy === "replies" ? "replies are" : "the queue is";
  return `${what} looked at every ${everyMs} ms, and the budget is ${limit.value} ms`;
}

/** The result of an objective that was not run: unmeasured for whoever knows no better, and never met. */
export const notRunObjective = (spec: ObjectiveSpec, reason: string): ObjectiveResult => ({
  ...toObjective(spec, { n: 0, misses: 0, allowed: 0, value: null, missWord: "missed", unmeasured: reason }),
  sentence: `NOT RUN: ${reason}.`,
  notRun: reason,
});

/** The results with those in place that this target cannot be asked for, whatever was counted for them. */
export const withNotRun = (
  results: readonly ObjectiveResult[],
  specs: readonly ObjectiveSpec[],
  mapped: MappedTarget | undefined,
): ObjectiveResult[] =>
  results.map((result) => {
    const spec = specs.find(({ id }) => id === result.id);
    const reason = spec === undefined ? null : lackOf(spec, mapped);
    return spec === undefined || reason === null ? result : notRunObjective(spec, reason);
  });

export interface Carried {
  readonly measured: number;
  readonly of: number;
  readonly reasons: readonly string[];
}

export const carriedText = ({ measured, of, reasons }: Carried): string =>
  `${measured} of ${of} key objectives were measured; not measured: ${reasons.join("; ")}.`;

/** Key objectives that were measured, of all, and why the others were not; null where every one was run. */
export function carriedOf(results: readonly ObjectiveResult[]): Carried | null {
  const key = new Map<string, ObjectiveResult>();
  // Of several replicates one that was not run counts as not run.
  for (const one of results) if (one.key && key.get(one.id)?.notRun === undefined) key.set(one.id, one);
  const left = [...key.values()].flatMap(({ notRun }) => (notRun === undefined ? [] : [notRun]));
  return left.length === 0 ? null : { measured: key.size - left.length, of: key.size, reasons: [...new Set(left)] };
}
