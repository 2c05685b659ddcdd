import type { Chart } from "../../core/schema/verdict.ts";
import { DASHES, SERIES_COLOURS } from "./chart-payload.ts";
import { axisTitle, type ChartAxes, chartAxes, tickText } from "./chart-scale.ts";
import { type Html, svg } from "../../core/text/html.ts";
import { cutText } from "../../core/text/visible-text.ts";

const WIDTH = 760;
const LEFT = 58;
const RIGHT = 18;
const PLOT_WIDTH = WIDTH - LEFT - RIGHT;
const PLOT_HEIGHT = 216;
const ROW = 17;
const LETTER = 6.5;
const LABEL_LENGTH = 44;
const COLOURS = ["#0b5cad", "#a8400a", "#5b3fa0", "#00706a", "#8a2260", "#4a5560"];
const LIMIT = "#a61b1b";

const tidy = (value: number): string => String(Number(value.toFixed(1)));
const short = (text: string): string => cutText(text, LABEL_LENGTH);
const widthOf = (text: string): number => text.length * LETTER;

type Placed = { readonly text: string; readonly x: number; readonly row: number };

/** Labels in as few rows as they need without touching, at most `rows`; the last row takes what is left. */
function place(labels: readonly { text: string; x: number }[], rows: number, gap: number): Placed[] {
  const ends: number[] = [];
  return labels.map(({ text, x }) => {
    const free = [...Array(rows).keys()].find((row) => (ends[row] ?? Number.NEGATIVE_INFINITY) + gap <= x) ?? rows - 1;
    const at = Math.max(LEFT, Math.min(x, WIDTH - widthOf(text)));
    ends[free] = at + widthOf(text);
    return { text, x: at, row: free };
  });
}

const rowsOf = (placed: readonly Placed[]): number => placed.reduce((most, { row }) => Math.max(most, row + 1), 0);

/** Series names flow over as many rows as they need. */
function placeLegend(names: readonly string[]): Placed[] {
  let x = LEFT;
  let row = 0;
  return names.map((name) => {
    const text = short(name);
    const width = 40 + widthOf(text) + 18;
    if (x > LEFT && x + width > WIDTH) {
      x = LEFT;
      row += 1;
    }
    const placed = { text, x, row };
    x += width;
    return placed;
  });
}

function path(points: readonly (readonly [number, number])[], stepped: boolean, at: Projection): string {
  let out = "";
  for (const [index, [x, y]] of points.entries()) {
    const previous = points[index - 1];
    if (index === 0 || previous === undefined) out += `M${tidy(at.x(x))} ${tidy(at.y(y))}`;
    else if (stepped) out += `H${tidy(at.x(x))}V${tidy(at.y(y))}`;
    else out += `L${tidy(at.x(x))} ${tidy(at.y(y))}`;
  }
  return points.length === 1 ? `${out}h.1` : out;
}

type Projection = { readonly x: (value: number) => number; readonly y: (value: number) => number };

const project = ({ x, y }: ChartAxes, top: number): Projection => ({
  x: (value) => LEFT + ((value - x.from) / (x.to - x.from)) * PLOT_WIDTH,
  y: (value) => top + PLOT_HEIGHT - ((value - y.from) / (y.to - y.from)) * PLOT_HEIGHT,
});

function axesMarkup(chart: Chart, axes: ChartAxes, at: Projection, top: number): Html {
  const floor = top + PLOT_HEIGHT;
  return svg`${axes.y.ticks.map(
    (tick) => svg`<path class="grid" d="M${LEFT} ${tidy(at.y(tick))}h${PLOT_WIDTH}" stroke="#d5dbe1"/>
<text class="tick" x="${LEFT - 8}" y="${tidy(at.y(tick) + 4)}" text-anchor="end">${tickText(tick, chart.y.unit)}</text>`,
  )}${axes.x.ticks.map(
    (tick) => svg`<path class="axis" d="M${tidy(at.x(tick))} ${floor}v5" stroke="#52606d"/>
<text class="tick" x="${tidy(at.x(tick))}" y="${floor + 19}" text-anchor="middle">${tickText(tick, chart.x.unit)}</text>`,
  )}<path class="axis" d="M${LEFT} ${floor}h${PLOT_WIDTH}" stroke="#52606d"/>
<text class="title" x="${LEFT + PLOT_WIDTH / 2}" y="${floor + 40}" text-anchor="middle">${short(axisTitle(chart.x))}</text>
<text class="title" x="14" y="${top + PLOT_HEIGHT / 2}" text-anchor="middle" transform="rotate(-90 14 ${top + PLOT_HEIGHT / 2})">${short(axisTitle(chart.y))}</text>`;
}

function bandsMarkup(chart: Chart, at: Projection, labels: readonly Placed[], top: number, legend: number): Html {
  return svg`${chart.bands.map(({ from, to }, index) => {
    const left = at.x(Math.min(from, to));
    const width = Math.max(0, at.x(Math.max(from, to)) - left);
    return svg`<rect class="band ${index % 2 === 0 ? "even" : "odd"}" x="${tidy(left)}" y="${top}" width="${tidy(width)}" height="${PLOT_HEIGHT}" fill="${index % 2 === 0 ? "#e3e8ed" : "#f3f5f7"}"/>
<path class="edge" d="M${tidy(left)} ${top + PLOT_HEIGHT}V${legend + (labels[index]?.row ?? 0) * ROW + 4}" stroke="#9aa5b1" stroke-width=".8"/>`;
  })}${labels.map(
    ({ text, x, row }) => svg`<text class="phase" x="${tidy(x + 3)}" y="${legend + row * ROW + 13}">${text}</text>`,
  )}`;
}

function limitsMarkup(chart: Chart, at: Projection, top: number): Html {
  return svg`${chart.lines.map((line, index) => {
    const text = short(line.label);
    if (line.axis === "y") {
      return svg`<path class="limit" d="M${LEFT} ${tidy(at.y(line.at))}h${PLOT_WIDTH}" stroke="${LIMIT}" stroke-width="1.8" stroke-dasharray="7 4"/>
<text class="limit-label" x="${WIDTH - RIGHT - 4}" y="${tidy(Math.max(top + 12, at.y(line.at) - 6))}" text-anchor="end" fill="${LIMIT}">${text}</text>`;
    }
    const x = at.x(line.at);
    const left = x + widthOf(text) + 8 > WIDTH - RIGHT;
    return svg`<path class="limit" d="M${tidy(x)} ${top}v${PLOT_HEIGHT}" stroke="${LIMIT}" stroke-width="1.8" stroke-dasharray="7 4"/>
<text class="limit-label" x="${tidy(left ? x - 6 : x + 6)}" y="${top + PLOT_HEIGHT - 12 - (index % 4) * 16}" text-anchor="${left ? "end" : "start"}" fill="${LIMIT}">${text}</text>`;
  })}`;
}

/** The chart as inline SVG: vector, complete without script or style sheet, told apart by dash as well as colour. */
export function chartSvg(chart: Chart): Html {
  const axes = chartAxes(chart);
  const legend = placeLegend(chart.series.map(({ name }) => name));
  const bandsTop = rowsOf(legend) * 20 + 4;
  const flat = project(axes, 0);
  const phases = place(
    chart.bands.map(({ label, from, to }) => ({ text: short(label), x: flat.x(Math.min(from, to)) })),
    3,
    8,
  );
  const top = bandsTop + rowsOf(phases) * ROW + 6;
  const height = top + PLOT_HEIGHT + 50;
  const at = project(axes, top);
  const look = (index: number) =>
    svg`class="series series-${index % SERIES_COLOURS}" fill="none" stroke="${COLOURS[index % SERIES_COLOURS]}" stroke-width="2.2" stroke-dasharray="${(DASHES[index % DASHES.length] ?? []).join(" ") || "none"}" stroke-linejoin="round" stroke-linecap="${DASHES[index % DASHES.length]?.length === 0 ? "round" : "butt"}"`;
  return svg`<svg class="chart" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${chart.title}. ${chart.description}" font-family="system-ui, sans-serif" font-size="12.5" fill="#16202b"><title>${chart.title}</title>
${bandsMarkup(chart, at, phases, top, bandsTop)}${axesMarkup(chart, axes, at, top)}
${chart.series.map(({ points }, index) => svg`<path ${look(index)} d="${path(points, chart.kind === "steps", at)}"/>`)}
${limitsMarkup(chart, at, top)}
${legend.map(
  ({ text, x, row }, index) => svg`<path ${look(index)} d="M${tidy(x)} ${row * 20 + 11}h32"/>
<text class="legend" x="${tidy(x + 40)}" y="${row * 20 + 15}">${text}</text>`,
)}</svg>`;
}
