import type { Covers, Verdict } from "../../core/schema/verdict.ts";
import { plainTable } from "./data-table.ts";
import { numberText, percentText } from "./figure-text.ts";
import { timeFactorText } from "./headline.ts";
import { type Html, html } from "../../core/text/html.ts";
import { utcDay } from "./utc-date.ts";

/** None of a desk without islands, and of runs of before they were looked at. */
const coverRows = (covers: Covers | undefined): (readonly [string, string])[] =>
  covers === undefined
    ? []
    : [
        ["Digest of the islands", covers.islands ?? "not one: the drills were run on different islands"],
        ["Keys of the islands", covers.keys.join(", ")],
      ];

/** What this verdict was made from: enough to run it again, and to tell another run from it. */
export function provenance(verdict: Verdict, notes: readonly string[]): Html {
  const { run, arithmetic } = verdict;
  const { machine } = run;
  const rows: (readonly [string, string])[] = [
    ["Run", run.id],
    ["Profile", `${run.profile}, ${timeFactorText(run.timeFactor)}`],
    ["Started", utcDay(run.startedAt, { year: true })],
    ["Ended", run.endedAt === null ? "did not end by itself" : utcDay(run.endedAt, { year: true })],
    ["Seed", String(run.seed)],
    ["Plan digest", run.planDigest],
    ...coverRows(run.covers),
    ["Chat slots needed", arithmetic.neededSlots === null ? "not known" : numberText(arithmetic.neededSlots)],
    ["Chat slots planned", numberText(arithmetic.plannedSlots)],
    [
      "Busiest minute",
      arithmetic.peakUse === null ? "nothing was handled" : `${percentText(arithmetic.peakUse)} of slots`,
    ],
    [
      "Machine",
      `${machine.cpu}, ${numberText(machine.cores)} cores, ${numberText(machine.memoryMb)} MB, ${machine.platform}`,
    ],
    ...Object.entries(run.versions).map(([name, version]): [string, string] => [`Version of ${name}`, version]),
    ["Exit code", String(verdict.exitCode)],
  ];
  return html`<section aria-labelledby="made-from"><h2 id="made-from">What this was made from</h2>
${plainTable("The run", ["What", "Value"], rows)}
${notes.map((note) => html`<p class="fine">${note}</p>`)}
<p class="fine">Quantiles are type 7 and serve as pictures; counts of misses decide. All times are UTC.</p></section>`;
}
