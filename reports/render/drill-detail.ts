import { LANE_LATENESS } from "../../core/judging/lane-lateness.ts";
import type { DrillVerdictRecord, ReplicateVerdict, Table } from "../../core/schema/verdict.ts";
import { CALLS_TABLE, callPanel } from "./call-panel.ts";
import { chartFigure } from "./chart-figure.ts";
import { verdictTable } from "./data-table.ts";
import { byWorst, worstReplicate } from "./drill-rows.ts";
import { term } from "./glossary.ts";
import { heatTable } from "./heat-table.ts";
import { type Html, html } from "../../core/text/html.ts";
import { objectiveTable, validityTable } from "./objective-table.ts";
import { replicateStrip } from "./replicate-strip.ts";
import { badge, drillLook } from "./status-look.ts";

/** The id of a chart's box, the same in the page and in the data for its script. */
export const chartBoxId = (drill: string, replicate: number, at: number): string => `chart-${drill}-${replicate}-${at}`;

const drawnTable = (table: Table): Html => (table.id === LANE_LATENESS ? heatTable(table) : verdictTable(table));

function replicateDetail(drill: DrillVerdictRecord, each: ReplicateVerdict, open: boolean): Html {
  const broken = each.validity.filter(({ ok }) => !ok).length;
  const checks = `Validity checks: ${broken === 0 ? "may the drill be believed?" : `${broken} broken`}`;
  const body = html`<p class="reason">${each.reason}${each.aborted && html` <b>The run was stopped before its end.</b>`}</p>
${callPanel(each)}
${each.charts.map((chart, at) => chartFigure(chartBoxId(drill.drill, each.replicate, at), chart))}
${objectiveTable([...each.objectives].sort(byWorst), "Objectives, worst first")}
${validityTable(each.validity, checks)}
${each.tables.filter(({ id }) => each.calls === undefined || id !== CALLS_TABLE).map(drawnTable)}
<p class="fine">Seed ${each.seed} \u00b7 ${term("evidence", "evidence")} <code>${each.evidence}</code></p>`;
  return html`<details class="replicate"${open && html` open`}><summary><h4>Replicate ${each.replicate} of ${drill.replicates.length}</h4> ${badge(drillLook(each.verdict))}</summary>
${body}</details>`;
}

/** One drill below the fold: what it was for, how it ended, and each replicate with its figures. */
export function drillDetail(drill: DrillVerdictRecord): Html {
  const worst = worstReplicate(drill);
  return html`<section class="drill" id="drill-${drill.drill}" aria-labelledby="title-${drill.drill}">
<h3 id="title-${drill.drill}">${drill.title} ${badge(drillLook(drill.verdict))}</h3>
<p class="lead">${drill.sentence}${drill.code !== null && html` <code>${drill.code}</code>`}</p>
<p class="why"><b>Why this drill:</b> ${drill.why} ${drill.required ? "The plan requires it." : "The plan does not require it."}</p>
${replicateStrip(drill)}
${drill.replicates.map((each) => replicateDetail(drill, each, each === worst))}</section>`;
}
