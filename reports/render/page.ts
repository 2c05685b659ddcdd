import type { Verdict } from "../../core/schema/verdict.ts";
import { chartPayload, hasPoints } from "./chart-figure.ts";
import type { ChartPayload } from "./chart-payload.ts";
import { chartBoxId, drillDetail } from "./drill-detail.ts";
import { drillRows } from "./drill-rows.ts";
import { firstScreen } from "./first-screen.ts";
import { headlineText } from "./headline.ts";
import { htmlDocument } from "./html-document.ts";
import { type Html, html } from "../../core/text/html.ts";
import { glossary } from "./glossary.ts";
import { provenance } from "./provenance.ts";
import { afterAction } from "./after-action.ts";
import { staffingPanel } from "./staffing-panel.ts";
import type { Trend } from "../history/trend.ts";
import { trendSection } from "./trend-section.ts";

const payloads = (verdict: Verdict): ChartPayload[] =>
  verdict.drills.flatMap((drill) =>
    drill.replicates.flatMap((each) =>
      each.charts.flatMap((chart, at) =>
        hasPoints(chart) ? [chartPayload(chartBoxId(drill.drill, each.replicate, at), chart)] : [],
      ),
    ),
  );

function below(verdict: Verdict, notes: readonly string[], trend: Trend | null): Html {
  const drills = drillRows(verdict.drills).map(({ drill }) => drillDetail(drill));
  return html`<div class="below">${afterAction(verdict)}
${staffingPanel(verdict)}
<section aria-labelledby="drills-title"><h2 id="drills-title">The drills in full</h2>${drills}</section>
${trend !== null && trendSection(trend, verdict)}
${provenance(verdict, notes)}
${glossary()}</div></main>
<footer class="fine"><p>Made by Fieldproof from verdict.json${trend !== null && " and history.jsonl"}; the same ${trend === null ? "verdict gives" : "files give"} the same bytes. Nothing in this page is loaded from elsewhere.</p></footer>`;
}

/** The page as one file. `script` is null where no enhancement could be built: the drawings then stand alone. */
export function page(
  verdict: Verdict,
  script: string | null,
  notes: readonly string[],
  trend: Trend | null = null,
): string {
  return htmlDocument({
    ...{ title: `${headlineText(verdict)} \u00b7 ${verdict.run.dropName}`, skip: "To the drills" },
    sheet: html`${firstScreen(verdict)}
${below(verdict, notes, trend)}`,
    ...{ charts: payloads(verdict), script },
  });
}
