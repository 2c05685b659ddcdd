import type { Verdict } from "../../core/schema/verdict.ts";
import { plainTable } from "./data-table.ts";
import { numberText, percentText } from "./figure-text.ts";
import { timeFactorText } from "./headline.ts";
import { type Html, html } from "../../core/text/html.ts";
import { utcDay } from "./utc-date.ts";

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

const WORDS: readonly (readonly [string, string])[] = [
  [
    "READY, NOT READY, CAN'T TELL",
    "The verdict of the whole run. There is no averaged score: one failed key objective is enough for NOT READY, and one required drill without a result for CAN'T TELL.",
  ],
  [
    "PASS, FAIL, INCONCLUSIVE, NOT RUN",
    "The verdict of one drill. INCONCLUSIVE means that the drill took place but may not be believed; NOT RUN means that it could not take place.",
  ],
  [
    "Budget and miss",
    "A budget says how many of n may be late or wrong. \u201c95 % within 60 s\u201d allows 5 % of n. A customer who never got a reply is a miss.",
  ],
  ["n", "How many were counted. Below a least n an objective stays unmeasured: too few to say anything."],
  ["Key objective", "One that decides. Others are shown for reading only."],
  [
    "Replicate",
    "The same drill once more with another seed. Met 3 of 3 says more than one long run, because customers in one queue wait on each other.",
  ],
  [
    "Simulated time",
    "Arrivals, handling and patience run faster by the time factor. Delays that the system itself adds are never scaled: wall clock.",
  ],
  ["Chat slots", "Conversations that all agents together can hold at the same time."],
  ["Island", "A short, approved and signed set of answers for one event, served near the customer."],
  ["Fast path", "One button that records consent and opens a conversation at once."],
  [
    "Evidence digest",
    "The fingerprint of the sealed record that a drill was judged from; fieldproof verify checks it offline.",
  ],
];

/** The words that a reader outside the desk may not know. */
export const glossary = (): Html =>
  html`<section aria-labelledby="words"><h2 id="words">Words</h2><dl class="glossary">${WORDS.map(
    ([word, meaning]) => html`<div><dt>${word}</dt><dd>${meaning}</dd></div>`,
  )}</dl></section>`;
