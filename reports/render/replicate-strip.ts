import type { DrillVerdictRecord, ObjectiveResult } from "../../core/schema/verdict.ts";
import { plainTable } from "./data-table.ts";
import { drillRows } from "./drill-rows.ts";
import { budgetFormula, figureText, missesText } from "./figure-text.ts";
import { type Html, html, svg } from "../../core/text/html.ts";
import { badge, drillLook } from "./status-look.ts";

const WIDTH = 560;
const SPAN = 500;
const LIMIT = "#a61b1b";

const tidy = (value: number): string => String(Number(value.toFixed(1)));

/** Replicates as dots on the scale of the objective that speaks for the drill, with its limit: round met, cross missed. */
function dots(objectives: readonly { replicate: number; objective: ObjectiveResult }[], limit: number): Html | null {
  const values = objectives.flatMap(({ objective }) => (objective.measured === null ? [] : [objective.measured.value]));
  const most = Math.max(limit, ...values) * 1.08;
  if (values.length < 2 || !(most > 0) || !Number.isFinite(most)) return null;
  const at = (value: number) => 20 + (Math.max(0, value) / most) * SPAN;
  const first = objectives[0]?.objective;
  if (first === undefined) return null;
  const told = objectives
    .filter(({ objective }) => objective.measured !== null)
    .map(({ replicate, objective }) => `replicate ${replicate} ${figureText(objective.measured ?? first.limit)}`);
  const marks: { x: number; missed: boolean; names: number[] }[] = [];
  for (const { replicate, objective } of objectives) {
    if (objective.measured === null) continue;
    const x = at(objective.measured.value);
    const near = marks.find((mark) => Math.abs(mark.x - x) < 10 && mark.missed === (objective.status === "missed"));
    if (near) near.names.push(replicate);
    else marks.push({ x, missed: objective.status === "missed", names: [replicate] });
  }
  return svg`<svg class="dots" viewBox="0 0 ${WIDTH} 62" width="${WIDTH}" height="62" role="img" aria-label="Replicates against the limit of ${figureText(first.limit)}: ${told.join(", ")}." font-family="system-ui, sans-serif" font-size="12" fill="#16202b">
<path class="axis" d="M20 40h${SPAN}" stroke="#52606d"/>
<path class="limit" d="M${tidy(at(limit))} 16v32" stroke="${LIMIT}" stroke-width="2" stroke-dasharray="5 3"/><text class="limit-label" x="${tidy(at(limit))}" y="11" text-anchor="middle" fill="${LIMIT}">${budgetFormula(first)}</text>
${marks.map(({ x, missed, names }) => {
  const mark = missed
    ? svg`<path class="dot-missed" d="M${tidy(x)} 34l-5 -5m5 5l5 -5m-5 5l-5 5m5 -5l5 5" stroke="${LIMIT}" stroke-width="2.4" fill="none"/>`
    : svg`<circle class="dot-met" cx="${tidy(x)}" cy="34" r="5" fill="#0b6b3a"/>`;
  return svg`${mark}<text class="tick" x="${tidy(x)}" y="57" text-anchor="middle">${names.join(", ")}</text>`;
})}</svg>`;
}

/** How each seeded replicate fared on the objective that speaks for the drill; nothing where there is only one. */
export function replicateStrip(drill: DrillVerdictRecord): Html | null {
  const speaks = drillRows([drill])[0]?.worst?.objective;
  if (drill.replicates.length < 2 || speaks === undefined) return null;
  const found = drill.replicates.flatMap(({ replicate, objectives }) => {
    const objective = objectives.find(({ id }) => id === speaks.id);
    return objective === undefined ? [] : [{ replicate, objective }];
  });
  const rows = drill.replicates.map((each) => {
    const objective = each.objectives.find(({ id }) => id === speaks.id);
    return [
      `${each.replicate}`,
      badge(drillLook(each.verdict)),
      objective?.measured ? figureText(objective.measured) : "\u2013",
      objective === undefined ? "\u2013" : missesText(objective),
      String(each.seed),
    ];
  });
  return html`<div class="replicates"><p>${drill.met} of ${drill.of} replicates met their budgets. The drill is the unit: customers in one queue wait on each other.</p>
${dots(found, speaks.limit.value)}
${plainTable(`Replicates: ${speaks.title}`, ["Replicate", "Verdict", "Measured", "Misses", "Seed"], rows)}</div>`;
}
