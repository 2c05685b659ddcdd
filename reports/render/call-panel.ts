import { callSentences } from "../../core/judging/fulfilment/call-words.ts";
import type { ReplicateVerdict } from "../../core/schema/verdict.ts";
import { type Html, html } from "../../core/text/html.ts";
import { policyWords } from "./comparison/policy-table.ts";
import { verdictTable } from "./data-table.ts";

/** The table of a verdict that belongs into the panel. */
export const CALLS_TABLE = "calls";

/**
 * How the plan's own call policy fared, words first; null in drills without a partner and in verdicts of before. Other
 * policies were not measured in this run: `fieldproof compare --policies` measures them.
 */
export function callPanel({ calls, tables }: Pick<ReplicateVerdict, "calls" | "tables">): Html | null {
  if (calls === undefined) return null;
  return html`<section class="calls"><p><b>How the plan's call policy fared.</b> ${callSentences(calls)}</p>
<p class="fine">The policy: ${policyWords(calls)}. No other was measured in this run; <code>fieldproof compare --policies</code> does.</p>
${tables.filter(({ id }) => id === CALLS_TABLE).map((table) => verdictTable(table))}</section>`;
}
