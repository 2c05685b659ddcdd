import type { Comparison, PolicyOutcome } from "../../../core/schema/comparison.ts";
import type { Chart } from "../../../core/schema/verdict.ts";
import { comparisonCharts } from "../../../core/judging/fulfilment/comparison-charts.ts";
import { choosePolicy } from "../../../core/judging/fulfilment/policy-choice.ts";
import { anOutcome } from "../../../core/judging/fulfilment/policy-outcome-builder.ts";

const chart = (id: string, height: number): Chart => ({
  ...{ id, title: id, description: "What is drawn.", kind: "steps", x: { label: "simulated time", unit: "s" } },
  y: { label: "matters", unit: "", max: null },
  series: [{ name: "open promises", points: Array.from({ length: 300 }, (_, at) => [at * 2, (at * height) % 50]) }],
  bands: [{ label: "fault", from: 100, to: 200 }],
  lines: [{ label: "0.53 a second came", axis: "y", at: 0.53 }],
});

/** A comparison of these outcomes, drawn with made-up curves; for tests. */
export function exampleComparison(
  policies: readonly PolicyOutcome[] = [anOutcome("unbounded-retries"), anOutcome("budgeted"), anOutcome("own")],
): Comparison {
  const { choose, headline, sentences } = choosePolicy(policies);
  return {
    ...{ schema: "fieldproof.comparison/1", kind: "policies", id: "1125T0710-7-policies" },
    ...{ startedAt: "2026-11-25T07:10:00.000Z", dropName: "Creator drop", profile: "smoke", seed: 7, timeFactor: 10 },
    ...{ target: "reference stack", customers: 329, choose, headline, sentences: [...sentences] },
    policies: [...policies],
    charts: comparisonCharts(
      policies.map((outcome, at) => ({ outcome, charts: [chart("goodput", at + 1), chart("promises", at + 2)] })),
    ),
    ...{ notes: ["The built-in plan was used."], exitCode: 0 },
  };
}
