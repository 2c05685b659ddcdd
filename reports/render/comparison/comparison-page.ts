import type { Comparison, PolicyOutcome } from "../../../core/schema/comparison.ts";
import { type Html, html } from "../../../core/text/html.ts";
import { cutText } from "../../../core/text/visible-text.ts";
import { browserScript } from "../browser-script.ts";
import { chartFigure, chartPayload, hasPoints } from "../chart-figure.ts";
import { thinChart } from "../chart-points.ts";
import { plainTable } from "../data-table.ts";
import { timeFactorText } from "../headline.ts";
import { htmlDocument } from "../html-document.ts";
import { badge, type Look, shape } from "../status-look.ts";
import { utcShort } from "../utc-date.ts";
import { columnsNote, POLICY_COLUMNS, policyCells, policyWords } from "./policy-table.ts";

const LINE = 120;
const SENTENCE = 400;
const MOST_POINTS = 300;

/** Green only where a policy is named; none that recovered is as plain as a drill that failed. */
const lookOf = ({ choose, policies }: Comparison): Look =>
  choose !== null
    ? { tone: "good", word: "measured" }
    : policies.every(({ state, figures }) => state === "measured" && figures?.recovery.state !== "unknown")
      ? { tone: "bad", word: "none recovered" }
      : { tone: "open", word: "CAN'T TELL" };

const fateOf = ({ state, figures }: PolicyOutcome): Look =>
  state === "not-run"
    ? { tone: "idle", word: "NOT RUN" }
    : state === "cant-tell" || figures === null || figures.recovery.state === "unknown"
      ? { tone: "open", word: "CAN'T TELL" }
      : figures.recovery.state === "recovered"
        ? { tone: "good", word: "recovered" }
        : { tone: "bad", word: "never recovered" };

function strip(comparison: Comparison): Html {
  const { target, startedAt, seed, customers, timeFactor, profile } = comparison;
  const facts: readonly (readonly [string, string])[] = [
    ["Target", cutText(target, 80)],
    ["Drilled", utcShort(startedAt)],
    ["Customers", customers === null ? "not known" : `${customers}, the same in each run`],
    ["Seed", `${seed} (one: no forecast)`],
    ["Time", timeFactor === null ? "not known" : timeFactorText(timeFactor)],
    ["Profile", profile],
  ];
  return html`<dl class="strip">${facts.map(([term, fact]) => html`<div><dt>${term}</dt><dd>${fact}</dd></div>`)}</dl>`;
}

function table(comparison: Comparison): Html {
  const rows = comparison.policies.map((one) => {
    const cells = policyCells(one);
    const name = html`${cutText(one.title, LINE)}${one.id === comparison.choose && html` <b>(choose this)</b>`}<br>${badge(fateOf(one))}${one.reason !== null && html`<br><span class="subject">${cutText(one.reason, SENTENCE)}</span>`}`;
    return [name, ...(cells ?? Array<string>(POLICY_COLUMNS.length - 1).fill("\u2013"))];
  });
  return html`${plainTable("The policies on the same fault and the same customers, one run each", POLICY_COLUMNS, rows)}
<p class="fine">${columnsNote(comparison)}</p>`;
}

/** A list, since on a phone a table of such texts is a column of syllables. */
const details = ({ policies }: Comparison): Html =>
  html`<dl class="glossary">${policies.map(
    ({ title, figures, verdict, run, evidence }) => html`<div><dt>${cutText(title, LINE)}</dt>
<dd>${figures === null ? "Nothing was measured" : policyWords(figures)}. ${verdict === null ? "Without a verdict" : `The drill's own verdict: ${verdict}`}; run <code>${cutText(run ?? "none", 60)}</code>, evidence <code>${evidence === null ? "none" : cutText(evidence.slice(0, 16), LINE)}</code></dd></div>`,
  )}</dl>`;

/**
 * The comparison as one HTML file: words, then figures, then pictures; complete without script, without style and on
 * paper. The same comparison gives the same bytes.
 */
export async function renderComparison(comparison: Comparison): Promise<string> {
  return comparisonPage(comparison, await browserScript());
}

/** @param script null where no enhancement could be built: the drawings then stand alone */
export function comparisonPage(comparison: Comparison, script: string | null): string {
  const charts = comparison.charts.map((chart) => thinChart(chart, MOST_POINTS).chart);
  const boxId = (at: number): string => `chart-policies-${at}`;
  const data = charts.flatMap((chart, at) => (hasPoints(chart) ? [chartPayload(boxId(at), chart)] : []));
  const look = lookOf(comparison);
  const [lead, ...others] = leadFirst(comparison);
  const title = `${cutText(comparison.headline, LINE)} \u00b7 ${cutText(comparison.dropName, LINE)}`;
  const sheet = html`<header><div class="verdict ${look.tone}"><p class="brand">Fieldproof \u00b7 call policies compared \u00b7 ${cutText(comparison.dropName, LINE)}</p>
<h1>${shape(look, 52)} <span><span class="word">${cutText(comparison.headline, LINE)}</span><span class="stop">.</span></span></h1>
<p class="sentence">${lead === undefined ? "" : cutText(lead, SENTENCE)}</p></div>
${strip(comparison)}</header>
<main id="main">
<ul class="compared">${others.map((sentence) => html`<li>${cutText(sentence, SENTENCE)}</li>`)}</ul>
<section class="drill" aria-label="Figures">${table(comparison)}</section>
<div class="below"><section aria-labelledby="pictures"><h2 id="pictures">The same in pictures</h2>
${charts.map((chart, at) => chartFigure(boxId(at), chart))}</section>
<section aria-labelledby="made-from"><h2 id="made-from">What this was made from</h2>
${details(comparison)}
${comparison.notes.map((note) => html`<p class="fine">${cutText(note, SENTENCE)}</p>`)}
<p class="fine">Each run is sealed and judged by itself; \u201crecovered\u201d is the first 50 simulated seconds after the fault in which matters took no longer than before it. The rule that names a policy was fixed beforehand: of those that recovered the one that answered most customers in time, the plan's own where it is not more than 5 in 100 behind. One seed: try others before you change a policy.</p></section></div></main>
<footer class="fine"><p>Made by Fieldproof from comparison.json; the same file gives the same bytes. Nothing in this page is loaded from elsewhere.</p></footer>`;
  return htmlDocument({ title, skip: "To the figures", sheet, charts: data, script });
}

/** What is told of the chosen policy comes first, or the last sentence, which says why none is. */
function leadFirst({ choose, policies, sentences }: Comparison): readonly string[] {
  const chosen = policies.findIndex(({ id }) => id === choose);
  const at = chosen < 0 ? sentences.length - 1 : chosen;
  return [...sentences.slice(at, at + 1), ...sentences.filter((_, place) => place !== at)];
}
