import type { DrillVerdictRecord, Verdict } from "../../core/schema/verdict.ts";
import { type Html, html } from "../../core/text/html.ts";
import { cutText } from "../../core/text/visible-text.ts";
import { drillRows, worstReplicate } from "./drill-rows.ts";
import { budgetWords, figuresText } from "./figure-text.ts";
import { timeFactorText } from "./headline.ts";

const TEXT = 300;
/** More than this is a list nobody talks through. */
const MOST = 5;

const list = (items: readonly Html[]): Html => html`<ul>${items.slice(0, MOST)}</ul>
${items.length > MOST && html`<p class="fine">And ${items.length - MOST} more, below.</p>`}`;

/** What the plan demands belongs to the review, run or not. */
const reviewed = ({ verdict, required }: DrillVerdictRecord): boolean => verdict !== "NOT RUN" || required;

function meant(drill: DrillVerdictRecord): Html {
  const key = (worstReplicate(drill)?.objectives ?? []).filter((one) => one.key && one.decidedByQueue);
  const budgets = key.map((one) => `${cutText(one.title, TEXT)}: ${budgetWords(one)}`);
  return html`<li><b>${drill.drill}</b>${budgets.length > 0 && `: ${budgets.slice(0, 3).join("; ")}`}</li>`;
}

const reason = (text: string): Html => html`<li>${cutText(text, TEXT)}</li>`;

function reasons(drill: DrillVerdictRecord): Html[] {
  if (drill.verdict === "PASS") return [];
  const worst = worstReplicate(drill);
  const broken = (worst?.validity ?? []).filter(({ ok }) => !ok).map(({ sentence }) => sentence);
  const missed = (worst?.objectives ?? [])
    .filter((one) => one.key && one.status !== "met" && one.notRun === undefined)
    .map((one) => `${one.failureTitle} (${figuresText(one)})`);
  const found = [...broken, ...missed];
  return (found.length > 0 ? found : [`${drill.drill}: ${drill.sentence}`]).map(reason);
}

/**
 * The run in the order of an after-action review: what was to happen, what happened, why, what to do (US Army TC 25-20,
 * section 1). Every word is the verdict's own.
 */
export function afterAction(verdict: Verdict): Html {
  const drills = drillRows(verdict.drills)
    .map(({ drill }) => drill)
    .filter(reviewed);
  if (drills.length === 0) return html``;
  const { run, actions } = verdict;
  const told = drills.flatMap(reasons);
  // A run may be no READY for a reason that is no drill's: it was stopped, say.
  const why = told.length > 0 || verdict.verdict === "READY" ? told : [reason(verdict.sentence)];
  return html`<section class="after-action" aria-labelledby="review-title"><h2 id="review-title">After-action review</h2>
<h3>What was to happen</h3>
<p>${cutText(run.dropName, 120)}, in the profile ${run.profile}, at ${cutText(run.target, 80)}, ${timeFactorText(run.timeFactor)}, ${run.replicates === 1 ? "once" : `${run.replicates} times`}.</p>
${list(drills.map(meant))}
<h3>What happened</h3>
${list(drills.map((drill) => html`<li><b>${drill.verdict}</b>: ${cutText(drill.sentence, TEXT)}</li>`))}
<h3>Why</h3>
${why.length === 0 ? html`<p>Nothing that decides was missed.</p>` : list(why)}
<h3>What to do</h3>
${actions.length === 0 ? html`<p>The drills name nothing that must be done first.</p>` : list(actions.map(({ text }) => html`<li>${cutText(text, TEXT)}</li>`))}
<p class="sign-off">Reviewed by <span class="blank">${"_".repeat(20)}</span> on <span class="blank">${"_".repeat(14)}</span></p></section>`;
}
