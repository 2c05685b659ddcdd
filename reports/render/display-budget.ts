import type { Chart, DrillVerdictRecord, ReplicateVerdict, Verdict } from "../../core/schema/verdict.ts";
import { byWorst, worstReplicate } from "./drill-rows.ts";
import { thinChart } from "./chart-points.ts";
import { cutText } from "../../core/text/visible-text.ts";

/** How much of a verdict a report shows. `charts` says for which replicates charts and tables are drawn. */
export type DisplayBudget = {
  readonly text: number;
  readonly points: number;
  readonly rows: number;
  readonly charts: "all" | "worst" | "none";
  readonly objectives: number;
};

/** From everything to the least that still is a report; a report takes the first that fits its size. */
export const DISPLAY_BUDGETS: readonly DisplayBudget[] = [
  { text: 2000, points: 300, rows: 500, charts: "all", objectives: 500 },
  { text: 600, points: 120, rows: 100, charts: "all", objectives: 500 },
  { text: 300, points: 120, rows: 50, charts: "worst", objectives: 400 },
  { text: 160, points: 100, rows: 30, charts: "worst", objectives: 60 },
  { text: 120, points: 60, rows: 10, charts: "worst", objectives: 12 },
  { text: 120, points: 0, rows: 0, charts: "none", objectives: 3 },
];

/** No journal holds a longer one. */
const LONGEST_LINE = 2000;

function mapText(value: unknown, limit: number): unknown {
  if (typeof value === "string") return cutText(value, limit);
  if (Array.isArray(value)) return value.map((each) => mapText(each, limit));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [cutText(key, limit), mapText(each, limit)]));
}

/**
 * The verdict with every text, and every name of a version, cut to `limit` characters. Lines that are to be typed are
 * left whole: half a command is another command.
 */
export function cutVerdict(verdict: Verdict, limit: number): Verdict {
  const cut = mapText(verdict, limit) as Verdict;
  if (cut.residue === undefined) return cut;
  const whole = verdict.residue ?? [];
  const typed = (lines: readonly string[] = []): string[] => lines.map((line) => cutText(line, LONGEST_LINE));
  return { ...cut, residue: cut.residue.map((one, at) => ({ ...one, byHand: typed(whole[at]?.byHand) })) };
}

/** The verdict cut to a budget, and a sentence for each kind of thing that was left out: nothing goes in silence. */
export function fitVerdict(verdict: Verdict, budget: DisplayBudget): { shown: Verdict; omitted: string[] } {
  const count = { points: 0, rows: 0, charts: 0, objectives: 0 };

  function chart(whole: Chart): Chart {
    const thin = thinChart(whole, budget.points);
    count.points += thin.omitted;
    return thin.chart;
  }

  function replicate(whole: ReplicateVerdict, drawn: boolean): ReplicateVerdict {
    const objectives = [...whole.objectives].sort(byWorst);
    count.objectives += Math.max(0, objectives.length - budget.objectives);
    if (!drawn) count.charts += whole.charts.length + whole.tables.length;
    const tables = whole.tables.map((table) => {
      count.rows += drawn ? Math.max(0, table.rows.length - budget.rows) : 0;
      return { ...table, rows: table.rows.slice(0, budget.rows) };
    });
    return {
      ...whole,
      objectives: objectives.slice(0, budget.objectives),
      charts: drawn ? whole.charts.map(chart) : [],
      tables: drawn ? tables : [],
    };
  }

  function drill(whole: DrillVerdictRecord): DrillVerdictRecord {
    const worst = worstReplicate(whole);
    const drawn = (each: ReplicateVerdict) => budget.charts === "all" || (budget.charts === "worst" && each === worst);
    return { ...whole, replicates: whole.replicates.map((each) => replicate(each, drawn(each))) };
  }

  const shown = cutVerdict({ ...verdict, drills: verdict.drills.map(drill) }, budget.text);
  const omitted = [
    count.points > 0 && `${count.points} chart points (peaks are kept)`,
    count.rows > 0 && `${count.rows} table rows`,
    count.charts > 0 && `${count.charts} charts and tables`,
    count.objectives > 0 && `${count.objectives} objectives (the worst are kept)`,
  ].filter((each) => each !== false);
  return { shown, omitted };
}
