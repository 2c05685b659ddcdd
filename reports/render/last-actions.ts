import type { Verdict } from "../../core/schema/verdict.ts";
import { type Html, html } from "../../core/text/html.ts";
import type { LastMiss } from "../history/last-misses.ts";
import { plainTable } from "./data-table.ts";

const WORD = {
  met: "met now",
  missed: "still missed",
  unmeasured: "not measured now",
  "not run": "not run now",
} as const;
const MOST = 20;

/** What the run before asked for, in the objectives' own words, and what this run says of each. Null where it asked nothing. */
export function lastActions(misses: readonly LastMiss[], verdict: Verdict): Html | null {
  if (misses.length === 0) return null;
  const rows = misses.slice(0, MOST).map(({ drill, objective, now }) => {
    const found = verdict.drills
      .filter((one) => one.drill === drill)
      .flatMap(({ replicates }) => replicates)
      .flatMap(({ objectives }) => objectives)
      .find(({ id }) => id === objective);
    return [`${drill}: ${found?.failureTitle ?? objective}`, found?.next ?? "", WORD[now]];
  });
  return html`<h3>What the run before asked for</h3>
${plainTable("Key objectives that the run before missed", ["Missed then", "To be done", "This run"], rows)}`;
}
