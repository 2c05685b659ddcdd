import { Chart, Legend, LinearScale, LineController, LineElement, PointElement, Tooltip } from "chart.js";
import type { ChartPayload } from "../chart-payload.ts";
import { chartOptions, datasets } from "./chart-options.ts";
import { marks } from "./marks.ts";
import { readTheme } from "./theme.ts";

Chart.register(LineController, LineElement, PointElement, LinearScale, Legend, Tooltip);

export type DrawnChart = { repaint(): void };

/** Draws one payload on a canvas; throws when nothing could be drawn on it. */
export function drawChart(canvas: HTMLCanvasElement, payload: ChartPayload): DrawnChart {
  let theme = readTheme();
  const chart = new Chart(canvas, {
    type: "line",
    data: { datasets: datasets(payload, theme) },
    options: chartOptions(payload, theme),
    plugins: [marks(payload, () => theme)],
  });
  if (canvas.width === 0 || canvas.height === 0) {
    chart.destroy();
    throw new Error("the canvas has no size");
  }
  return {
    repaint() {
      theme = readTheme();
      chart.data.datasets = datasets(payload, theme);
      chart.options = chartOptions(payload, theme);
      chart.update("none");
    },
  };
}
