import type { DrillVerdictRecord, Verdict } from "../../core/schema/verdict.ts";
import { cutText, visibleText } from "../../core/text/visible-text.ts";
import { drillRows } from "./drill-rows.ts";
import { headlineText } from "./headline.ts";
import { residueLine, shownResidue } from "./residue-text.ts";

/** GitHub shows ten errors and ten warnings of a step; the rest would be dropped in silence. */
export const MOST_ANNOTATIONS = 10;

const TEXT_LIMIT = 500;

/** As the runner decodes it (actions/toolkit, command.ts): `%` first, so that nothing is decoded twice. */
const message = (text: string): string =>
  visibleText(cutText(text, TEXT_LIMIT)).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const property = (text: string): string => message(text).replaceAll(":", "%3A").replaceAll(",", "%2C");

type Level = "error" | "warning" | "notice";

const line = (level: Level, title: string, text: string): string =>
  `::${level} title=${property(title)}::${message(text)}`;

const levelOf = (drill: DrillVerdictRecord, open: Level): Level | null => {
  if (drill.verdict === "FAIL") return "error";
  if (drill.verdict === "PASS" || (drill.verdict === "NOT RUN" && !drill.required)) return null;
  return drill.required ? open : "warning";
};

/**
 * The verdict as GitHub workflow commands: one for what may still be in place at
 * the target, one for the run, one for each drill that did not pass, worst first.
 * @param open how CAN'T TELL is shown: "error", or "warning" where a policy lets it pass
 */
export function annotationLines(verdict: Verdict, open: "error" | "warning"): string[] {
  const level = { READY: "notice", "NOT READY": "error", "CAN'T TELL": open } as const;
  const drills = drillRows(verdict.drills).flatMap(({ drill }) => {
    const own = levelOf(drill, open);
    return own === null ? [] : [line(own, `${drill.verdict}: ${drill.drill}`, drill.sentence)];
  });
  const residue = shownResidue(verdict).shown.map((one) => line("error", `RESIDUE: ${one.stimulus}`, residueLine(one)));
  const run = line(level[verdict.verdict], headlineText(verdict), verdict.sentence);
  return [...residue, run, ...drills].slice(0, MOST_ANNOTATIONS);
}
