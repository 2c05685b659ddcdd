import type { Verdict } from "../../core/schema/verdict.ts";
import { cutVerdict } from "./display-budget.ts";
import { type DrillRow, drillRows } from "./drill-rows.ts";
import { budgetWords, measuredText, numberText } from "./figure-text.ts";
import { actionsTitle, headlineText, timeFactorText } from "./headline.ts";
import { notRunReasons } from "./not-run-reasons.ts";
import { markdownId, markdownRow, markdownText } from "./markdown-text.ts";
import { RESIDUE_FIRST, residueText, shownResidue } from "./residue-text.ts";
import { utcShort } from "./utc-date.ts";
import { visibleText } from "../../core/text/visible-text.ts";

/** GitHub drops a summary that is too long as a whole; this stays far below its limit. */
export const SUMMARY_BYTES = 60_000;

const TEXT_LIMIT = 600;
const SIGN = { READY: "\u2705", "NOT READY": "\u274c", "CAN'T TELL": "\u2753" } as const;
const DRILL_SIGN = { PASS: "\u2705", FAIL: "\u274c", INCONCLUSIVE: "\u2753", "NOT RUN": "\u2796" } as const;

function drillLine({ drill, worst }: DrillRow): string {
  const status = `${DRILL_SIGN[drill.verdict]} ${drill.verdict}${drill.required ? " (required)" : ""}`;
  const figures =
    worst === null
      ? ["\u2013", "\u2013", "\u2013"]
      : [budgetWords(worst.objective), measuredText(worst.objective), numberText(worst.objective.n)];
  return markdownRow([
    status,
    `${markdownText(drill.title)}<br>${markdownText(drill.sentence)}`,
    ...figures.map(markdownText),
    `${drill.met} of ${drill.of}`,
  ]);
}

/** A line that can be copied as it is, where nothing in it could leave the fence. */
const typedLines = (line: string): string[] => (/[`<>&]/.test(line) ? [markdownText(line)] : ["```sh", line, "```"]);

function missedLines(verdict: Verdict): string[] {
  return verdict.drills.flatMap((drill) =>
    drill.replicates.flatMap((replicate) =>
      replicate.objectives
        .filter(({ status, key, notRun }) => key && status !== "met" && notRun === undefined)
        .map(({ sentence, code, next }) => {
          const where = `${drill.drill} ${replicate.replicate}/${drill.replicates.length}`;
          return `- **${where}**: ${markdownText(sentence)} ${markdownText(next)} (${markdownId(code)})`;
        }),
    ),
  );
}

/** What this target could not be asked for, those with one reason together. */
const notRunLines = (verdict: Verdict): string[] =>
  verdict.drills.flatMap(({ drill, replicates }) =>
    notRunReasons(replicates).map(
      ({ reason, ids }) => `- **${drill}**: ${ids.map(markdownId).join(", ")}: ${markdownText(reason)}`,
    ),
  );

/** As many lines as fit, and how many did not. */
function fitted(head: readonly string[], lines: readonly string[]): string {
  const kept = [...head];
  const bytes = (text: string) => Buffer.byteLength(text) + 1;
  let left = SUMMARY_BYTES - 200 - head.reduce((sum, line) => sum + bytes(line), 0);
  let taken = 0;
  for (const line of lines) {
    left -= bytes(line);
    if (left < 0) break;
    kept.push(line);
    taken += 1;
  }
  if (taken < lines.length) kept.push("", `${lines.length - taken} more lines were left out; the report has them.`);
  return `${kept.join("\n")}\n`;
}

/** The verdict as a step summary of at most {@link SUMMARY_BYTES} bytes; every text of the verdict is inert in it. */
export function renderMarkdown(whole: Verdict): string {
  const verdict = cutVerdict(whole, TEXT_LIMIT);
  const { run } = verdict;
  const { shown, more } = shownResidue(verdict);
  const residue = shown.flatMap((one) => [
    `> **${markdownText(residueText(one))}** ${markdownText(RESIDUE_FIRST)}`,
    "",
    ...one.byHand.flatMap((line) => ["by hand:", ...typedLines(visibleText(line)), ""]),
  ]);
  const head = [
    `## ${SIGN[verdict.verdict]} ${markdownText(headlineText(verdict))}`,
    "",
    `**${markdownText(verdict.sentence)}**`,
    "",
    ...residue,
    ...(more === null ? [] : [markdownText(more), ""]),
    markdownText(
      `${run.target} \u00b7 ${utcShort(run.startedAt)} \u00b7 staffing ${run.staffing} \u00b7 ${timeFactorText(run.timeFactor)} \u00b7 replicates ${run.replicates}`,
    ),
    "",
    markdownText(verdict.arithmetic.sentence),
    "",
    markdownRow(["Verdict", "Drill", "Budget", "Measured", "n", "Met"]),
    markdownRow(["---", "---", "--:", "--:", "--:", "--:"]),
  ];
  const actions = verdict.actions.map(({ text }, at) => `${at + 1}. [ ] ${markdownText(text)}`);
  const missed = missedLines(verdict);
  const notRun = notRunLines(verdict);
  return fitted(head, [
    ...drillRows(verdict.drills).map(drillLine),
    "",
    ...(actions.length > 0 ? [`### ${actionsTitle(verdict)}`, "", ...actions, ""] : []),
    ...(missed.length > 0 ? ["### Key objectives not met", "", ...missed, ""] : []),
    ...(notRun.length > 0 ? ["### NOT RUN at this target", "", ...notRun, ""] : []),
    markdownText(verdict.forecast),
    "",
    `Run ${markdownId(run.id)} \u00b7 seed ${run.seed} \u00b7 plan ${markdownId(run.planDigest)}`,
  ]);
}
