import type { Staffing } from "../../core/schema/staffing.ts";
import type { Verdict } from "../../core/schema/verdict.ts";
import { type Html, html } from "../../core/text/html.ts";
import { plainTable } from "./data-table.ts";
import { percentText } from "./figure-text.ts";
import { staffingNotes, staffingRows } from "./staffing-text.ts";

/** The run's own late replies beside what the simulation says of the same staffing. */
function lived({ drills }: Verdict, { atPlan, plannedSlots }: Staffing): Html[] {
  const rows = drills
    .filter(({ drill }) => drill === "nano-drop")
    .flatMap(({ replicates }) => replicates)
    .flatMap(({ seed, objectives }) => {
      const late = objectives.find(({ id, n }) => id === "human-reply-p95" && n > 0);
      return late === undefined ? [] : [{ seed, late: late.misses, of: late.n }];
    });
  return rows.map(({ seed, late, of }) => {
    const { least, most } = atPlan.lateShare;
    // One contact more or less is no other outcome.
    const within = late / of >= least - 1 / of && late / of <= most + 1 / of;
    return html`<li>Seed ${seed}, live at ${plannedSlots} slots: ${late} late of ${of}, ${percentText(Math.round((late / of) * 1000) / 1000)}; ${within ? "within" : "outside"} what the simulated seeds span, give or take one contact.</li>`;
  });
}

/** How many chat slots the drop needs, by each method; nothing where the verdict does not know. */
export function staffingPanel(verdict: Verdict): Html | null {
  const { staffing, arithmetic } = verdict;
  if (staffing === undefined) return null;
  const { head, rows } = staffingRows(staffing);
  return html`<section class="staffing" aria-labelledby="staffing-title"><h2 id="staffing-title">Staffing</h2>
<p class="lead">${staffing.sentence}</p>
<p>${arithmetic.sentence}</p>
${plainTable("Chat slots that keep the reply budget, by method and by the share answered without a person", head, rows)}
<ul>${lived(verdict, staffing)}</ul>
${staffingNotes(staffing).map((note) => html`<p class="fine">${note}</p>`)}
<p class="fine">Agents and customers are modelled. Try another staffing or share: fieldproof staff drop.yaml --agents N --automation PERCENT.</p></section>`;
}
