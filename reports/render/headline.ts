import type { Verdict } from "../../core/schema/verdict.ts";
import { numberText } from "./figure-text.ts";
import { utcDay, utcDayAlone } from "./utc-date.ts";

/** A smoke run proves the plumbing, never a date; the other profiles are about the drop that the plan names. */
const aboutTheDrop = ({ run }: Verdict): boolean => run.profile !== "smoke" && run.dropStartsAt !== null;

/** The verdict's word, what limits it ("plumbing only"), and the drop that it is for: the report's largest line. */
export function headline(verdict: Verdict): { word: string; limits: string; about: string } {
  const limits = verdict.label.startsWith(verdict.verdict)
    ? verdict.label.slice(verdict.verdict.length).trim()
    : verdict.label;
  const starts = verdict.run.dropStartsAt;
  const about = aboutTheDrop(verdict) && starts !== null ? `for ${utcDay(starts, { year: false })}` : "";
  return { word: verdict.verdict, limits, about };
}

/** The same line as plain text, for the title of the page, the terminal and the summary. */
export function headlineText(verdict: Verdict): string {
  const { word, limits, about } = headline(verdict);
  return [word, limits, about].filter((part) => part !== "").join(" ");
}

/** "Do before Friday 27 November", or "before the drop" where no date stands. */
export function actionsTitle(verdict: Verdict): string {
  const starts = verdict.run.dropStartsAt;
  const day = aboutTheDrop(verdict) && starts !== null ? utcDayAlone(starts) : null;
  return day === null ? "Do before the drop" : `Do before ${day}`;
}

/** The time factor in words; null where no replicate is left that tells it. */
export const timeFactorText = (factor: number | null): string =>
  factor === null
    ? "time factor not known"
    : factor === 1
      ? "real time (1\u00d7)"
      : `${numberText(factor)}\u00d7 faster than real`;
