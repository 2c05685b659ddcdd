import type { Chart, Table } from "../../core/schema/verdict.ts";
import { axisTitle, tickText } from "./chart-scale.ts";
import { type Html, html, type Part } from "../../core/text/html.ts";

/** A box that scrolls sideways by itself, so that a wide table never widens the page; reachable by keyboard. */
export const scrollBox = (label: string, content: Html): Html =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">${content}</div>`;

/** A table with caption and scopes; the first cell of a row heads it. Borders serve where styles are blocked. */
export function plainTable(caption: string, columns: readonly string[], rows: readonly (readonly Part[])[]): Html {
  return scrollBox(
    caption,
    html`<table class="plain" border="1" cellpadding="6" cellspacing="0"><caption>${caption}</caption>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.map(
      (cells) =>
        html`<tr>${cells.map((cell, at) => (at === 0 ? html`<th scope="row">${cell}</th>` : html`<td>${cell}</td>`))}</tr>`,
    )}</tbody></table>`,
  );
}

/** A table of the verdict. Rows shorter than the head are filled, so that cells stay under their columns. */
export const verdictTable = (table: Table, shown: (text: string, column: number) => Part = (text) => text): Html =>
  table.rows.length === 0
    ? html`<p class="empty">${table.title}: no rows.</p>`
    : plainTable(
        table.title,
        table.columns,
        table.rows.map((row) =>
          [...row, ...Array<string>(Math.max(0, table.columns.length - row.length)).fill("")].map(shown),
        ),
      );

/** A chart's data: one row for each x, one column for each series; a series without a point there has a blank. */
export function chartTable(chart: Chart): Html {
  const rows = new Map<number, string[]>();
  for (const [at, { points }] of chart.series.entries()) {
    for (const [x, y] of points) {
      const row = rows.get(x) ?? Array<string>(chart.series.length).fill("");
      row[at] = tickText(y, chart.y.unit);
      rows.set(x, row);
    }
  }
  const body = [...rows].sort(([a], [b]) => a - b).map(([x, cells]) => [tickText(x, chart.x.unit), ...cells]);
  return plainTable(
    `${chart.title}: the data, ${axisTitle(chart.y)}`,
    [axisTitle(chart.x), ...chart.series.map(({ name }) => name)],
    body,
  );
}
