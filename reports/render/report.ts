import type { Verdict } from "../../core/schema/verdict.ts";
import { browserScript } from "./browser-script.ts";
import { DISPLAY_BUDGETS, fitVerdict } from "./display-budget.ts";
import type { Trend } from "../history/trend.ts";
import { page } from "./page.ts";

/** The largest report, in bytes: small enough to mail and to open on a phone. */
export const REPORT_BYTES = 600_000;

const NO_SCRIPT = "The charts are drawings only: the script that makes them interactive could not be built here.";

const noteOf = (omitted: readonly string[]): string[] =>
  omitted.length === 0 ? [] : [`Left out to keep this page small: ${omitted.join(", ")}. verdict.json holds them all.`];

/**
 * The report as one HTML file: complete without script, without style and on paper. The same verdict gives the same
 * bytes. With a trend it says, too, how the run stands among earlier ones. A verdict too large for {@link REPORT_BYTES} is shown in less detail, and the page says what it left out.
 */
export async function renderReport(verdict: Verdict, trend: Trend | null = null): Promise<string> {
  const script = await browserScript();
  const missing = script === null ? [NO_SCRIPT] : [];
  let smallest = "";
  for (const budget of DISPLAY_BUDGETS) {
    const { shown, omitted } = fitVerdict(verdict, budget);
    smallest = page(shown, script, [...missing, ...noteOf(omitted)], trend);
    if (Buffer.byteLength(smallest) <= REPORT_BYTES) return smallest;
  }
  return smallest;
}
