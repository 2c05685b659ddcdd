import { expect, test } from "vitest";
import type { Chart } from "../../schema/verdict.ts";
import { comparisonCharts } from "./comparison-charts.ts";
import { anOutcome } from "./policy-outcome-builder.ts";

const chart = (id: string, points: [number, number][]): Chart => ({
  ...{ id, title: id, description: "", kind: "steps", x: { label: "time", unit: "s" } },
  ...{ y: { label: "matters", unit: "", max: null }, series: [{ name: "own", points }] },
  ...{ bands: [{ label: "fault", from: 1, to: 2 }], lines: [{ label: "came", axis: "y", at: 0.5 }] },
});
const drawn = (high: number) => [chart("goodput", [[0, high / 100]]), chart("promises", [[0, high]])];

test("goodput in one picture with a line a policy; promises one picture each, all at the scale of the highest", () => {
  const charts = comparisonCharts([
    { outcome: anOutcome("unbounded-retries"), charts: drawn(90) },
    { outcome: anOutcome("own"), charts: drawn(40) },
  ]);
  expect(charts.map(({ id, y }) => [id, y.max])).toEqual([
    ["goodput", null],
    ["promises-unbounded-retries", 90],
    ["promises-own", 90],
  ]);
  expect(charts[0]?.series).toEqual([
    { name: "Retry everything", points: [[0, 0.9]] },
    { name: "The plan's own policy", points: [[0, 0.4]] },
  ]);
  expect(charts[0]?.lines).toEqual([{ label: "came", axis: "y", at: 0.5 }]);
  expect(charts[0]?.description).toContain("Retry everything: 0.46 before the fault, 0.06 during it, 0.05 after it.");
});

test("what was not measured is not drawn", () => {
  const gap = anOutcome("own", { state: "cant-tell", reason: "It was cut.", figures: null });
  expect(comparisonCharts([{ outcome: gap, charts: drawn(9) }])).toEqual([]);
});
