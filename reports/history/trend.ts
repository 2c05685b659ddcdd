import type { DrillId, RunVerdict } from "../../core/contract/ids.ts";
import type { HistoryEntry, HistoryObjective } from "../../core/schema/history.ts";
import { quantile } from "../../core/statistics/quantile.ts";
import { compare, type Comparison } from "./comparison.ts";
import { comparable, machineClass, sameRun } from "./history-entry.ts";
import { type LastMiss, lastMisses } from "./last-misses.ts";
import type { History } from "./history-file.ts";

/** Runs that are drawn, this one among them. */
export const MOST_RUNS = 30;

export interface TrendRow {
  readonly drill: DrillId;
  readonly objective: string;
  readonly unit: HistoryObjective["unit"];
  /** Median over the drills of a run; null where it has none to believe. One for each run of the trend, oldest first. */
  readonly values: readonly (number | null)[];
  readonly comparison: Comparison;
}

export interface Trend {
  /** Oldest first; the last is this run. */
  readonly runs: readonly { readonly run: string; readonly startedAt: string; readonly verdict: RunVerdict }[];
  readonly rows: readonly TrendRow[];
  /** What the run before missed, and what became of it. */
  readonly lastMisses: readonly LastMiss[];
  /** What it is compared with, or that there is no baseline. */
  readonly sentence: string;
}

interface Place {
  readonly drill: DrillId;
  readonly objective: HistoryObjective;
}

/** Times are compared; a count of wrongs has its budget, and a ratio of shares near 0 or 1 says nothing. */
const placesOf = (entry: HistoryEntry): Place[] =>
  entry.drills.flatMap(({ drill, replicates }) => {
    const seen = new Map<string, HistoryObjective>();
    for (const { objectives } of replicates)
      for (const one of objectives) if (one.key && (one.unit === "s" || one.unit === "ms")) seen.set(one.id, one);
    return [...seen.values()].map((objective) => ({ drill, objective }));
  });

interface Figures {
  /** One number for each drill that may be believed. */
  readonly values: readonly number[];
  /** Drills whose figure lies beyond every number, since somebody was never answered: leaving them out would flatter. */
  readonly endless: number;
}

function figuresOf(entries: readonly HistoryEntry[], { drill, objective }: Place): Figures {
  const found = entries
    .flatMap((entry) => entry.drills.filter((one) => one.drill === drill))
    .flatMap(({ replicates }) => replicates.filter(({ verdict }) => verdict === "PASS" || verdict === "FAIL"))
    .flatMap(({ objectives }) => objectives.filter(({ id, unit }) => id === objective.id && unit === objective.unit));
  return {
    values: found.flatMap(({ measured }) => measured ?? []),
    endless: found.filter(({ measured, status }) => measured === null && status === "missed").length,
  };
}

function comparisonOf(entry: HistoryEntry, earlier: readonly HistoryEntry[], place: Place): Comparison {
  const [now, before] = [figuresOf([entry], place), figuresOf(earlier, place)];
  const endless = now.endless + before.endless;
  if (endless === 0) return compare(now.values, before.values, place.objective.bound ?? "at most");
  const sentence = `informational: in ${endless} drill(s) somebody was never answered, which no figure says`;
  return { word: "informational", ratio: null, interval: null, sentence };
}

const median = ({ values, endless }: Figures): number | null =>
  values.length === 0 || endless > 0
    ? null
    : quantile(
        values.toSorted((a, b) => a - b),
        0.5,
        7,
      );

/**
 * This run among the earlier ones that are comparable (plan, profile, time factor, target, staffing, machine class), in
 * the order of the file. Lines behind its own do not count: a run judged again is compared with what it was then.
 */
export function trendOf(entry: HistoryEntry, history: History): Trend {
  const own = history.entries.findIndex((one) => sameRun(one, entry));
  const before = own < 0 ? history.entries : history.entries.slice(0, own);
  const earlier = before.filter((one) => comparable(one, entry));
  const drawn = [...earlier.slice(-(MOST_RUNS - 1)), entry];
  const rows = placesOf(entry).map((place) => ({
    drill: place.drill,
    objective: place.objective.id,
    unit: place.objective.unit,
    values: drawn.map((one) => median(figuresOf([one], place))),
    comparison: comparisonOf(entry, earlier, place),
  }));
  return {
    runs: drawn.map(({ run, startedAt, verdict }) => ({ run, startedAt, verdict })),
    rows,
    lastMisses: lastMisses(earlier.at(-1) ?? null, entry),
    sentence: sentenceOf(entry, earlier.length, rows, history),
  };
}

function sentenceOf(
  entry: HistoryEntry,
  earlier: number,
  rows: readonly TrendRow[],
  { damaged, foreign, others }: History,
): string {
  const unread = damaged + foreign;
  const lost = unread === 0 ? "" : ` ${unread} line(s) of the history could not be read.`;
  if (earlier === 0) {
    const strange = others === 0 ? "" : ` ${others} line(s) of the history are of other plans.`;
    return `No baseline: no earlier run of this plan on this kind of machine (${machineClass(entry.machine)}).${strange}${lost}`;
  }
  const told = rows.filter(({ comparison: { word } }) => word === "worse" || word === "better");
  const changes = told.map(
    ({ drill, objective, comparison: { word, ratio } }) => `${drill} ${objective} ${word} (${ratio?.toFixed(2)}\u00d7)`,
  );
  const sure = rows.some(({ comparison: { interval } }) => interval !== null);
  const change =
    changes.length > 0
      ? changes.join(", ")
      : sure
        ? "no change that is both sure and large enough"
        : "informational only";
  return `Compared with ${earlier} earlier run(s): ${change}.${lost}`;
}
