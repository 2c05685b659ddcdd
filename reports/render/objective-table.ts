import type { ObjectiveResult, ValidityCheck } from "../../core/schema/verdict.ts";
import { scrollBox } from "./data-table.ts";
import { exampleText } from "./example-text.ts";
import { budgetFormula, clockText, measuredText, numberText } from "./figure-text.ts";
import { term } from "./glossary.ts";
import { type Html, html } from "../../core/text/html.ts";
import { badge, checkLook, objectiveLook } from "./status-look.ts";

function row(objective: ObjectiveResult): Html {
  const { status } = objective;
  const clock = clockText(objective.limit);
  const remedy = status === "missed" && objective.next !== "";
  return html`<tr><td>${badge(objectiveLook(objective))}</td>
<th scope="row">${status === "missed" ? objective.failureTitle : objective.title}
<span class="subject">${objective.sentence}</span>${remedy && html`<span class="subject"><b>Next:</b> ${objective.next}</span>`}${objective.examples.map((example) => html`<span class="subject fine">For example ${exampleText(example)}</span>`)}<span class="subject fine">${objective.population}${clock !== "" && ` \u00b7 ${clock}`}${!objective.key && html` \u00b7 ${term("key", "shown, does not decide")}`}${status !== "met" && html` \u00b7 <code>${objective.code}</code>`}</span></th>
<td class="number">${budgetFormula(objective)}</td><td class="number">${measuredText(objective)}</td>
<td class="number">${numberText(objective.n)}${status === "unmeasured" && objective.notRun === undefined && html`<span class="subject">needs ${numberText(objective.leastN)}</span>`}</td>
<td class="number">${numberText(objective.misses)}, ${numberText(objective.allowed)} allowed</td></tr>`;
}

/** The objectives of one replicate, worst first: limit beside measured, and how much of the allowance is used. */
export function objectiveTable(objectives: readonly ObjectiveResult[], caption: string): Html {
  if (objectives.length === 0) return html`<p class="empty">${caption}: none were judged.</p>`;
  return scrollBox(
    caption,
    html`<table class="plain objectives" border="1" cellpadding="6" cellspacing="0"><caption>${caption}</caption><thead><tr><th scope="col">Status</th><th scope="col">Objective</th><th scope="col" class="number">${term("budget", "Limit")}</th><th scope="col" class="number">${term("quantile", "Measured")}</th><th scope="col" class="number">${term("n", "n")}</th><th scope="col" class="number">${term("budget", "Misses")}</th></tr></thead>
<tbody>${objectives.map(row)}</tbody></table>`,
  );
}

const figure = (value: number | null): string => (value === null ? "\u2013" : numberText(value));

/** Whether the drill may be believed at all: the checks that come before any objective. */
export function validityTable(checks: readonly ValidityCheck[], caption: string): Html {
  if (checks.length === 0) return html`<p class="empty">${caption}: none were made.</p>`;
  const ordered = [...checks].sort((a, b) => Number(a.ok) - Number(b.ok));
  return scrollBox(
    caption,
    html`<table class="plain checks" border="1" cellpadding="6" cellspacing="0"><caption>${caption}</caption><thead><tr><th scope="col">Status</th><th scope="col">Check</th><th scope="col" class="number">Found</th><th scope="col" class="number">Limit</th></tr></thead>
<tbody>${ordered.map(
      (check) => html`<tr><td>${badge(checkLook(check.ok))}</td><th scope="row">${check.sentence}</th>
<td class="number">${figure(check.value)}</td><td class="number">${figure(check.limit)}</td></tr>`,
    )}</tbody></table>`,
  );
}
