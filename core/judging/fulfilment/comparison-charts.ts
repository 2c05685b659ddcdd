import type { PolicyOutcome } from "../../schema/comparison.ts";
import type { Chart } from "../../schema/verdict.ts";
import { rateText } from "./call-words.ts";

/** What one policy's run drew, beside what is told of it. */
export interface PolicyCharts {
  readonly outcome: PolicyOutcome;
  /** Of its verdict; empty unless measured. */
  readonly charts: readonly Chart[];
}

const drawn = (policies: readonly PolicyCharts[], id: string): { outcome: PolicyOutcome; chart: Chart }[] =>
  policies.flatMap(({ outcome, charts }) => {
    const chart = charts.find((one) => one.id === id);
    return outcome.state !== "measured" || chart === undefined ? [] : [{ outcome, chart }];
  });

/** Goodput of all policies in one picture, and the open promises of each under its due line, all at one scale. */
export function comparisonCharts(policies: readonly PolicyCharts[]): Chart[] {
  const goodput = drawn(policies, "goodput");
  const promises = drawn(policies, "promises");
  const most = Math.max(0, ...promises.flatMap(({ chart }) => highestOf(chart)));
  const [first] = goodput;
  const together: Chart[] =
    first === undefined
      ? []
      : [
          {
            ...first.chart,
            title: "Matters answered in time, a second: one line a policy",
            description: `${goodput.map(({ outcome }) => goodputSentence(outcome)).join(" ")}`,
            series: goodput.map(({ outcome, chart }) => ({
              name: outcome.title,
              points: chart.series[0]?.points ?? [],
            })),
          },
        ];
  return [
    ...together,
    ...promises.map(({ outcome, chart }) => ({
      ...chart,
      ...{ id: `promises-${outcome.id}`, title: `${outcome.title}: open promises over time` },
      y: { ...chart.y, max: most },
    })),
  ];
}

const highestOf = ({ series }: Chart): number[] => series.flatMap(({ points }) => points.map(([, y]) => y));

function goodputSentence({ title, figures }: PolicyOutcome): string {
  if (figures === null) return "";
  const { before, during, after } = figures.answeredPerSec;
  return `${title}: ${rateText(before)} before the fault, ${rateText(during)} during it, ${rateText(after)} after it.`;
}
