import type { Chart } from "../../core/schema/verdict.ts";
import { numberText, percentText } from "./figure-text.ts";

export type Axis = { readonly from: number; readonly to: number; readonly ticks: readonly number[] };
export type ChartAxes = { readonly x: Axis; readonly y: Axis };

/** Steps that people read as round on a clock, in seconds. */
const CLOCK_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];

function step(span: number, most: number, unit: string): number {
  const least = span / most;
  if (unit === "s" && least >= 1) {
    const fits = CLOCK_STEPS.find((each) => each >= least);
    if (fits !== undefined) return fits;
  }
  const size = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5, 10].find((each) => each * size >= least) ?? 10) * size;
}

function axis(low: number, high: number, most: number, unit: string, roundUp: boolean): Axis {
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span)) return axis(low, low + 1, most, unit, roundUp);
  const each = step(span, most, unit);
  const from = Math.floor(low / each + 1e-9) * each;
  const to = roundUp ? Math.ceil(high / each - 1e-9) * each : high;
  const ticks: number[] = [];
  for (let at = 0; ticks.length <= most * 2 && from + at * each <= to + each * 1e-6; at += 1) {
    ticks.push(Number((from + at * each).toPrecision(12)));
  }
  return { from, to: Math.max(to, from + each * 1e-6), ticks };
}

/** Axes that hold every point, band and line, from 0 (or below, where a value is) to a round end above the peak. */
export function chartAxes(chart: Chart): ChartAxes {
  const xs = [
    ...chart.series.flatMap(({ points }) => points.map(([x]) => x)),
    ...chart.bands.flatMap(({ from, to }) => [from, to]),
    ...chart.lines.filter((line) => line.axis === "x").map(({ at }) => at),
  ];
  const ys = [
    ...chart.series.flatMap(({ points }) => points.map(([, y]) => y)),
    ...chart.lines.filter((line) => line.axis === "y").map(({ at }) => at),
  ];
  const low = (values: number[]) => values.reduce((least, value) => Math.min(least, value), 0);
  const high = (values: number[]) => values.reduce((most, value) => Math.max(most, value), 0);
  const clear = (end: number) => (chart.lines.some((line) => line.axis === "x" && line.at >= end) ? end * 1.05 : end);
  const top = chart.y.max !== null && Number.isFinite(chart.y.max) ? Math.max(chart.y.max, high(ys)) : high(ys);
  return {
    x: axis(low(xs), clear(high(xs)) || 1, 10, chart.x.unit, false),
    y: axis(low(ys), (chart.y.unit === "share" ? top : top * 1.04) || 1, 5, chart.y.unit, true),
  };
}

/** A tick or a cell of a data table, in the axis's unit. */
export const tickText = (value: number, unit: string): string =>
  unit === "share" ? percentText(value) : numberText(value);

/** "Reply time (s, simulated)": what the axis shows. A share needs no unit, its ticks carry the percent sign. */
export const axisTitle = (side: { readonly label: string; readonly unit: string }): string =>
  side.unit === "" || side.unit === "share" ? side.label : `${side.label} (${side.unit})`;
