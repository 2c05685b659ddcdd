import type { Verdict } from "../../core/schema/verdict.ts";
import { actionsTitle, headline, timeFactorText } from "./headline.ts";
import { drillTable } from "./drill-table.ts";
import { type Html, html } from "./html.ts";
import { runLook, shape } from "./status-look.ts";
import { utcShort } from "./utc-date.ts";

const STAFFING = { modelled: "modelled agents", real: "real people at the desk" } as const;

function strip({ run }: Verdict): Html {
  const facts: readonly (readonly [string, string])[] = [
    ["Target", run.target],
    ["Drilled", utcShort(run.startedAt)],
    ["Staffing", STAFFING[run.staffing]],
    ["Time", timeFactorText(run.timeFactor)],
    ["Replicates", run.replicates === 1 ? "1 (this drill only)" : String(run.replicates)],
    ["Valid until", run.validUntil === null ? "no date given" : utcShort(run.validUntil)],
  ];
  return html`<dl class="strip">${facts.map(([term, fact]) => html`<div><dt>${term}</dt><dd>${fact}</dd></div>`)}</dl>`;
}

function actions(verdict: Verdict): Html {
  const none =
    verdict.verdict === "READY"
      ? "Nothing came up in these drills that must be done first."
      : "The drills name no single remedy; the reasons are in the rows above.";
  return html`<section class="actions" aria-labelledby="actions-title"><h2 id="actions-title">${actionsTitle(verdict)}</h2>
${
  verdict.actions.length === 0
    ? html`<p>${none}</p>`
    : html`<ol>${verdict.actions.map(
        ({ text, from }) => html`<li><p class="do">${text}</p><p class="from">${from}</p>
<p class="owner"><span>Owner</span> <span class="blank">${BLANK}</span> <span>By</span> <span class="blank">${BLANK}</span></p></li>`,
      )}</ol>`
}</section>`;
}

/** Room for a pen: lines that also show where no style sheet is allowed. */
const BLANK = "_".repeat(14);

/** What a manager reads in ten seconds: verdict, sentence, circumstances, arithmetic, the drills, what to do. */
export function firstScreen(verdict: Verdict): Html {
  const look = runLook(verdict.verdict);
  const { word, limits, about } = headline(verdict);
  return html`<header class="verdict ${look.tone}"><p class="brand">Fieldproof \u00b7 ${verdict.run.dropName}</p>
<h1>${shape(look, 52)} <span><span class="word">${word}</span>${limits !== "" && html` <span class="limits">${limits}</span>`}${about !== "" && html` <span class="about">${about}</span>`}<span class="stop">.</span></span></h1>
<p class="sentence">${verdict.sentence}</p>
${verdict.forecast !== "" && html`<p class="forecast">${verdict.forecast}</p>`}</header>
${strip(verdict)}
<main id="main">
<p class="arithmetic">${verdict.arithmetic.sentence}</p>
${drillTable(verdict)}
${actions(verdict)}`;
}
