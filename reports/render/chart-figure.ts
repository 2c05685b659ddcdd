import type { Chart } from "../../core/schema/verdict.ts";
import type { AxisPayload, ChartPayload } from "./chart-payload.ts";
import { type Axis, axisTitle, chartAxes, tickText } from "./chart-scale.ts";
import { chartSvg } from "./chart-svg.ts";
import { chartTable } from "./data-table.ts";
import { type Html, html } from "../../core/text/html.ts";
import { visibleText } from "../../core/text/visible-text.ts";

const axisPayload = (side: { label: string; unit: string }, axis: Axis): AxisPayload => ({
  title: visibleText(axisTitle(side)),
  unit: visibleText(side.unit),
  from: axis.from,
  to: axis.to,
  ticks: axis.ticks.map((tick): [number, string] => [tick, tickText(tick, side.unit)]),
});

/** The chart as the page's script gets it. `id` is that of its box. */
export function chartPayload(id: string, chart: Chart): ChartPayload {
  const axes = chartAxes(chart);
  const named = <T extends { label: string }>(each: T): T => ({ ...each, label: visibleText(each.label) });
  return {
    id,
    description: visibleText(`${chart.title}. ${chart.description}`),
    stepped: chart.kind === "steps",
    x: axisPayload(chart.x, axes.x),
    y: axisPayload(chart.y, axes.y),
    series: chart.series.map(({ name, points }) => ({ name: visibleText(name), points })),
    bands: chart.bands.map(named),
    lines: chart.lines.map(named),
  };
}

/** Whether there is anything to draw. */
export const hasPoints = (chart: Chart): boolean => chart.series.some(({ points }) => points.length > 0);

/** Drawing, words and data. The script hides `.drawn` only after its canvas stands, and print brings it back. */
export function chartFigure(id: string, chart: Chart): Html {
  if (!hasPoints(chart)) {
    return html`<figure class="chart-figure"><figcaption>${chart.title}</figcaption><p class="empty">Nothing was recorded for this chart.</p></figure>`;
  }
  return html`<figure class="chart-figure"><figcaption>${chart.title}</figcaption>
<div class="plot" id="${id}" data-chart="${id}"><div class="drawn" tabindex="0" role="group" aria-label="${chart.title}">${chartSvg(chart)}</div></div>
<p class="description">${chart.description}</p>
<details class="data"><summary>Data of this chart</summary>${chartTable(chart)}</details></figure>`;
}
