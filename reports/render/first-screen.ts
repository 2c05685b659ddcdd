import type { Verdict } from "../../core/schema/verdict.ts";
import { actionsTitle, headline, timeFactorText } from "./headline.ts";
import { drillTable } from "./drill-table.ts";
import { term } from "./glossary.ts";
import { type Html, html, type Part } from "../../core/text/html.ts";
import { RESIDUE_FIRST, residueText, shownResidue } from "./residue-text.ts";
import { runLook, shape } from "./status-look.ts";
import { utcShort } from "./utc-date.ts";
import { cutText } from "../../core/text/visible-text.ts";

/** A first screen holds lines, not pages: longer texts are cut here and stand in full in verdict.json. */
const LINE = 120;
const SENTENCE = 300;

const STAFFING = { modelled: "modelled agents", real: "real people at the desk" } as const;

/** The date alone would promise too much: other things end a READY, too. */
const validText = ({ validUntil, covers }: Verdict["run"]): string =>
  validUntil === null
    ? "no date given"
    : `${utcShort(validUntil)}, or until ${covers === undefined ? "the plan changes" : "plan, islands or keys change"}`;

function strip({ run }: Verdict): Html {
  const facts: readonly (readonly [Part, string])[] = [
    [term("target", "Target"), cutText(run.target, 80)],
    ["Drilled", utcShort(run.startedAt)],
    [term("staffing", "Staffing"), STAFFING[run.staffing]],
    [term("simulated", "Time"), timeFactorText(run.timeFactor)],
    [term("replicate", "Replicates"), run.replicates === 1 ? "1 (this drill only)" : String(run.replicates)],
    [term("valid", "Valid until"), validText(run)],
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
        ({
          text,
          from,
        }) => html`<li><p class="do">${cutText(text, SENTENCE)}</p><p class="from">${cutText(from, LINE)}</p>
<p class="owner"><span>Owner</span> <span class="blank">${BLANK}</span> <span>By</span> <span class="blank">${BLANK}</span></p></li>`,
      )}</ol>`
}</section>`;
}

/** What cannot wait stands above everything else that is to be done. */
function residue(verdict: Verdict): Html {
  const { shown, more } = shownResidue(verdict);
  return html`<section class="residue" aria-labelledby="residue-title"><h2 id="residue-title">Residue: do this first</h2>
${shown.map(
  (one) => html`<p class="do">${cutText(residueText(one), SENTENCE)}</p>
<p>By hand:</p>
${one.byHand.map((line) => html`<pre class="by-hand" tabindex="0">${cutText(line, 2000)}</pre>`)}`,
)}${more !== null && html`<p>${more}</p>`}<p>${RESIDUE_FIRST}</p></section>`;
}

/** Room for a pen: lines that also show where no style sheet is allowed. */
const BLANK = "_".repeat(14);

/** What a manager reads in ten seconds: verdict, sentence, circumstances, arithmetic, the drills, what to do. */
export function firstScreen(verdict: Verdict): Html {
  const look = runLook(verdict.verdict);
  const { word, limits, about } = headline(verdict);
  return html`<header><div class="verdict ${look.tone}"><p class="brand">Fieldproof \u00b7 ${cutText(verdict.run.dropName, LINE)}</p>
<h1>${shape(look, 52)} <span><span class="word">${word}</span>${limits !== "" && html` <span class="limits">${cutText(limits, LINE)}</span>`}${about !== "" && html` <span class="about">${cutText(about, LINE)}</span>`}<span class="stop">.</span></span></h1>
<p class="sentence">${cutText(verdict.sentence, SENTENCE)}</p>
${verdict.forecast !== "" && !limits.includes(verdict.forecast) && html`<p class="forecast">${cutText(verdict.forecast, SENTENCE)}</p>`}</div>
${strip(verdict)}</header>
<main id="main">
${(verdict.residue ?? []).length > 0 && residue(verdict)}<p class="arithmetic">${cutText(verdict.staffing?.sentence ?? verdict.arithmetic.sentence, SENTENCE)}</p>
${drillTable(verdict)}
${actions(verdict)}`;
}
