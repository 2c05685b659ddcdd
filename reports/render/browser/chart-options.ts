import type { ChartDataset, ChartOptions, Point } from "chart.js";
import { type AxisPayload, type ChartPayload, DASHES } from "../chart-payload.ts";
import { bandRoom } from "./marks.ts";
import type { Theme } from "./theme.ts";

/** Series with the same dashes as the drawing; a step holds its value until the next point. */
export function datasets(payload: ChartPayload, theme: Theme): ChartDataset<"line", Point[]>[] {
  return payload.series.map(({ name, points }, at) => {
    const colour = theme.series[at % theme.series.length] ?? theme.ink;
    return {
      label: name,
      data: points.map(([x, y]) => ({ x, y })),
      borderColor: colour,
      backgroundColor: colour,
      borderWidth: 2.2,
      borderDash: [...(DASHES[at % DASHES.length] ?? [])],
      pointRadius: points.length === 1 ? 3 : 0,
      pointHitRadius: 12,
      stepped: payload.stepped ? "before" : false,
    };
  });
}

function scale(axis: AxisPayload, theme: Theme, grid: boolean) {
  const labels = new Map(axis.ticks);
  return {
    type: "linear" as const,
    min: axis.from,
    max: axis.to,
    title: { display: true, text: axis.title, color: theme.soft },
    ticks: {
      color: theme.soft,
      maxRotation: 0,
      callback: (value: string | number) => labels.get(Number(value)) ?? "",
    },
    afterBuildTicks: (built: { ticks: { value: number }[] }) => {
      built.ticks = axis.ticks.map(([value]) => ({ value }));
    },
    grid: { color: theme.line, drawOnChartArea: grid },
    border: { color: theme.soft },
  };
}

const PERCENT = 100;

function valueText(value: number, axis: AxisPayload): string {
  if (axis.unit === "share") return `${Number((value * PERCENT).toFixed(1))} %`;
  return `${Number(value.toPrecision(4))}${axis.unit === "" ? "" : ` ${axis.unit}`}`;
}

/** Still (no animation, whatever the system prefers), with one tooltip for all series at the same place. */
export function chartOptions(payload: ChartPayload, theme: Theme): ChartOptions<"line"> {
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    layout: { padding: { right: 10, top: bandRoom(payload) } },
    interaction: { mode: "nearest", axis: "x", intersect: false },
    scales: { x: scale(payload.x, theme, false), y: scale(payload.y, theme, true) },
    plugins: {
      legend: {
        position: "bottom",
        align: "start",
        onClick: () => undefined,
        labels: { color: theme.ink, boxWidth: 32, boxHeight: 0, usePointStyle: false, padding: 12 },
      },
      tooltip: {
        animation: false,
        callbacks: {
          title: ([item]) => (item ? `${payload.x.title}: ${valueText(item.parsed.x ?? 0, payload.x)}` : ""),
          label: (item) => `${item.dataset.label ?? ""}: ${valueText(item.parsed.y ?? 0, payload.y)}`,
        },
      },
    },
  };
}
