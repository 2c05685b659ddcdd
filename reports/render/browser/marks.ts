import type { Chart, Plugin } from "chart.js";
import type { ChartPayload } from "../chart-payload.ts";
import type { Theme } from "./theme.ts";

const ROW = 14;
const BAND_ROWS = 4;

/** The room above the plot that the bands' labels take, in pixels. */
export const bandRoom = (payload: ChartPayload): number => (payload.bands.length === 0 ? 8 : BAND_ROWS * ROW + 6);

/** Bands behind the series with their labels, limit lines before them: what Chart.js itself does not draw. */
export function marks(payload: ChartPayload, theme: () => Theme): Plugin<"line"> {
  return {
    id: "marks",
    beforeDraw: (chart) => drawBands(chart, payload, theme()),
    afterDatasetsDraw: (chart) => drawLimits(chart, payload, theme()),
  };
}

const pixel = (chart: Chart, axis: "x" | "y", value: number): number =>
  chart.scales[axis]?.getPixelForValue(value) ?? 0;

function drawBands(chart: Chart, payload: ChartPayload, theme: Theme): void {
  const { ctx, chartArea } = chart;
  const ends: number[] = [];
  ctx.save();
  ctx.font = `11.5px ${theme.font}`;
  for (const [at, { label, from, to }] of payload.bands.entries()) {
    const left = pixel(chart, "x", Math.min(from, to));
    const width = pixel(chart, "x", Math.max(from, to)) - left;
    ctx.fillStyle = theme.bands[at % 2 === 0 ? 0 : 1];
    ctx.fillRect(left, chartArea.top, width, chartArea.height);
    const free = [0, 1, 2, 3].find((row) => (ends[row] ?? Number.NEGATIVE_INFINITY) + 8 <= left) ?? BAND_ROWS - 1;
    const length = ctx.measureText(label).width;
    const start = Math.min(left + 3, chartArea.right - length);
    ends[free] = start + length;
    ctx.fillStyle = theme.soft;
    ctx.fillText(label, start, chartArea.top - (BAND_ROWS - free) * ROW + 8);
  }
  ctx.restore();
}

function drawLimits(chart: Chart, payload: ChartPayload, theme: Theme): void {
  const { ctx, chartArea } = chart;
  ctx.save();
  ctx.font = `600 12px ${theme.font}`;
  ctx.strokeStyle = theme.limit;
  ctx.lineWidth = 1.8;
  for (const [at, { label, axis, at: value }] of payload.lines.entries()) {
    const place = pixel(chart, axis, value);
    ctx.beginPath();
    ctx.setLineDash([7, 4]);
    if (axis === "x") {
      ctx.moveTo(place, chartArea.top);
      ctx.lineTo(place, chartArea.bottom);
    } else {
      ctx.moveTo(chartArea.left, place);
      ctx.lineTo(chartArea.right, place);
    }
    ctx.stroke();
    const length = ctx.measureText(label).width;
    const left = axis === "x" && place + 6 + length > chartArea.right;
    const x = axis === "y" ? chartArea.right - length - 4 : left ? place - 6 - length : place + 6;
    const y = axis === "y" ? Math.max(chartArea.top + 12, place - 6) : chartArea.bottom - 12 - (at % 4) * 16;
    ctx.setLineDash([]);
    ctx.strokeStyle = theme.card;
    ctx.lineWidth = 4;
    ctx.strokeText(label, x, y);
    ctx.fillStyle = theme.limit;
    ctx.fillText(label, x, y);
    ctx.strokeStyle = theme.limit;
    ctx.lineWidth = 1.8;
  }
  ctx.restore();
}
