import type { Chart } from "../schema/verdict.ts";
import { kaplanMeier } from "../statistics/kaplan-meier.ts";

/** Most points of a chart's series (core/schema/verdict.ts), less the first and the last. */
const MOST_STEPS = 298;

type Point = [number, number];

/**
 * How long people waited, where some were lost from sight before they were answered: Kaplan and Meier's estimate with its
 * 95 % band (log-log limits). A picture that says so itself; where nobody was lost the plain curve tells the same.
 * @param answeredMs simulated milliseconds until a person's reply
 * @param lostMs simulated milliseconds that the others were watched for
 */
export function survivalChart(answeredMs: Float64Array, lostMs: Float64Array, budgetSec: number): Chart | null {
  const n = answeredMs.length + lostMs.length;
  if (lostMs.length === 0 || answeredMs.length === 0) return null;
  const times = new Float64Array(n);
  times.set(answeredMs);
  times.set(lostMs, answeredMs.length);
  const happened = Array.from({ length: n }, (_, index) => index < answeredMs.length);
  const { steps, lastTime } = kaplanMeier(times, happened, 0.95, "log-log");
  const every = Math.max(1, Math.ceil(steps.length / MOST_STEPS));
  // The last of each stretch: a thinned curve never stands below the whole one.
  const kept = steps.filter((_, index) => (index + 1) % every === 0 || index === steps.length - 1);
  const line = (of: (step: (typeof kept)[number]) => number | null): Point[] => {
    const points: Point[] = [[0, 1]];
    for (const step of kept) {
      const value = of(step);
      if (value !== null) points.push([step.time / 1000, value]);
    }
    const last = points.at(-1);
    if (last !== undefined && last[0] < lastTime / 1000 && steps.at(-1)?.survival !== 0)
      points.push([lastTime / 1000, last[1]]);
    return points;
  };
  return {
    id: "survival",
    title: "Estimate: share still waiting for a person, where watching ended early",
    description: `Kaplan-Meier estimate with its 95 % band, from ${n} contacts that needed a person; ${lostMs.length} of them were lost from sight before a reply. It supposes that those would have waited like the others. In a growing queue they wait longer: the truth may be worse. A picture, which decides nothing.`,
    kind: "steps",
    x: { label: "simulated seconds of waiting", unit: "s" },
    y: { label: "share still waiting (estimate)", unit: "share", max: 1 },
    series: [
      { name: "still waiting, estimate", points: line(({ survival }) => survival) },
      { name: "95 % band, upper", points: line(({ upper }) => upper) },
      { name: "95 % band, lower", points: line(({ lower }) => lower) },
    ],
    bands: [],
    lines: [{ label: `budget ${budgetSec} s`, axis: "x", at: budgetSec }],
  };
}
