import type { Verdict } from "../../core/schema/verdict.ts";
import type { Trend, TrendRow } from "../history/trend.ts";
import { type Html, html, svg } from "../../core/text/html.ts";
import { plainTable } from "./data-table.ts";
import { figureText } from "./figure-text.ts";
import { lastActions } from "./last-actions.ts";
import { utcShort } from "./utc-date.ts";

const WIDTH = 132;
const HEIGHT = 26;

const textOf = (value: number | null, row: TrendRow): string =>
  value === null ? "\u2013" : figureText({ value, unit: row.unit, clock: null });

const tidy = (value: number): string => String(Number(value.toFixed(1)));

/** One run after the other, from 0 to the largest; a run without a figure leaves a gap. */
function sparkline(row: TrendRow): Html {
  const most = Math.max(...row.values.map((value) => value ?? 0));
  const step = row.values.length > 1 ? (WIDTH - 12) / (row.values.length - 1) : 0;
  const dots = row.values.flatMap((value, at) =>
    value === null || !(most > 0)
      ? []
      : [{ at, x: tidy(6 + at * step), y: tidy(HEIGHT - 5 - (value / most) * (HEIGHT - 10)) }],
  );
  const line = dots.map(({ at, x, y }, place) => `${dots[place - 1]?.at === at - 1 ? "L" : "M"}${x} ${y}`).join("");
  const label = `Oldest first: ${row.values.map((value) => textOf(value, row)).join(", ")}`;
  return svg`<svg class="dots" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}"><path class="axis" d="M6 ${HEIGHT - 5}h${WIDTH - 12}" stroke="#52606d"/><path class="axis" d="${line}" fill="none" stroke="#52606d" stroke-width="1.5"/>${dots.map(({ at, x, y }) => svg`<circle class="dot-met" cx="${x}" cy="${y}" r="${at === row.values.length - 1 ? 4 : 2}" fill="#0b6b3a"/>`)}</svg>`;
}

function table({ runs, rows }: Trend): Html {
  const first = runs[0];
  const span = first === undefined ? "" : `, since ${utcShort(first.startedAt)}`;
  return plainTable(
    `Medians over each run's drills, ${runs.length} runs${span}`,
    ["Objective", "Before", "This run", "Trend", "Compared"],
    rows.map((row) => [
      `${row.drill}: ${row.objective}`,
      textOf(row.values.at(-2) ?? null, row),
      textOf(row.values.at(-1) ?? null, row),
      sparkline(row),
      row.comparison.sentence,
    ]),
  );
}

/** How this run stands among earlier ones of the same plan on the same kind of machine; it never decides. */
export const trendSection = (trend: Trend, verdict: Verdict): Html =>
  html`<section aria-labelledby="trend"><h2 id="trend">Earlier runs</h2>
<p>${trend.sentence}</p>
${lastActions(trend.lastMisses, verdict)}
${trend.runs.length > 1 && trend.rows.length > 0 && table(trend)}
<p class="fine">Budgets decide, never a comparison. One number a drill; worse or better is said only where the whole 95 % interval of the Hodges-Lehmann ratio lies beyond 1.25, with four drills or more on each side.</p></section>`;
