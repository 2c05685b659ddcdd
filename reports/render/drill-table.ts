import type { Verdict } from "../../core/schema/verdict.ts";
import { type DrillRow, drillRows } from "./drill-rows.ts";
import { budgetWords, measuredText, missesText, numberText } from "./figure-text.ts";
import { hint } from "./glossary.ts";
import { type Html, html, type Part } from "../../core/text/html.ts";
import { badge, drillLook } from "./status-look.ts";
import { cutText } from "../../core/text/visible-text.ts";

const LINE = 120;
const SENTENCE = 300;

function cells({ drill, worst }: DrillRow): Html {
  if (drill.verdict === "NOT RUN" || worst === null) {
    const reason = drill.replicates[0]?.reason ?? drill.sentence;
    return html`<td role="cell" class="reason" colspan="4" data-label="Why">${cutText(drill.sentence === "" ? reason : drill.sentence, SENTENCE)}</td>`;
  }
  const { objective } = worst;
  return html`<td role="cell" class="number" data-label="Budget">${budgetWords(objective)}</td>
<td role="cell" class="number" data-label="Measured">${measuredText(objective)}</td>
<td role="cell" class="number" data-label="n" title="${missesText(objective)}">${numberText(objective.n)}</td>
<td role="cell" class="number" data-label="Met">${drill.met} of ${drill.of}</td>`;
}

/** What stands under the drill's name: the objective that speaks for it, in the words that hold. */
function subject({ drill, worst }: DrillRow): string {
  if (drill.verdict === "NOT RUN" || worst === null) return drill.required ? "required" : "not required by the plan";
  const { objective } = worst;
  if (drill.verdict === "INCONCLUSIVE") return drill.sentence;
  return objective.status === "missed" ? objective.failureTitle : objective.title;
}

/** A required drill that did not run leaves the run open, and its row says so. */
const tone = ({ drill }: DrillRow): string =>
  drill.verdict === "NOT RUN" && drill.required ? "open" : drillLook(drill.verdict).tone;

const row = (each: DrillRow): Html =>
  html`<tr role="row" class="${tone(each)}"><td role="cell" class="verdict-cell" data-label="Verdict">${badge(drillLook(each.drill.verdict))}</td>
<th role="rowheader" scope="row"><a href="#drill-${each.drill.drill}">${cutText(each.drill.title, LINE)}</a><br class="unstyled"><span class="subject">${cutText(subject(each), SENTENCE)}</span></th>
${cells(each)}</tr>`;

/**
 * The drills, worst first. Roles are spelled out because the table turns into cards on a phone, and a changed
 * `display` takes a table's meaning away from screen readers in some browsers.
 */
export function drillTable(verdict: Verdict): Html {
  if (verdict.drills.length === 0) return html`<p class="empty">No drill is in this verdict.</p>`;
  const columns: readonly Part[] = [
    hint("drill-verdict", "Verdict"),
    hint("drill", "Drill"),
    hint("budget", "Budget"),
    hint("quantile", "Measured"),
    hint("n", "n"),
    hint("met", "Met"),
  ];
  return html`<table role="table" class="drills" border="1" cellpadding="6" cellspacing="0"><caption>The drills, worst first. A drill's worst objective speaks for it.</caption>
<thead role="rowgroup"><tr role="row">${columns.map(
    (column, at) => html`<th role="columnheader" scope="col" class="${at > 1 ? "number" : "words"}">${column}</th>`,
  )}</tr></thead>
<tbody role="rowgroup">${drillRows(verdict.drills).map(row)}</tbody></table>`;
}
