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
  Chart.defaults.font.family = theme.font;
  Chart.defaults.font.size = 12.5;
  let drawn = false;
  const witness = {
    id: "witness",
    afterDraw: () => {
      drawn = true;
    },
  };
  // Chart.js only writes to the console when it gets no context to draw on; asking first makes that an exception.
  if (canvas.getContext("2d") === null) throw new Error("the canvas has no context");
  const chart = new Chart(canvas, {
    type: "line",
    data: { datasets: datasets(payload, theme) },
    options: chartOptions(payload, theme),
    plugins: [marks(payload, () => theme), witness],
  });
  if (!drawn || canvas.width === 0 || canvas.height === 0) {
    chart.destroy();
    throw new Error("nothing was drawn");
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
