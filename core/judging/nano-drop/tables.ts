import type { ReplicateRecord } from "../../schema/evidence.ts";
import type { Table } from "../../schema/verdict.ts";
import type { NanoDropFolds } from "./folds.ts";

const share = (part: number, whole: number): string =>
  whole === 0 ? "none" : `${((100 * part) / whole).toFixed(1)} %`;

/** How fine anything that was seen at a mapped desk can be. */
const looksOf = (
  { repliesEveryMs, stampsMs }: NonNullable<ReplicateRecord["mapped"]>,
  ownLimit: ReplicateRecord["ownLimit"],
  { counts }: NanoDropFolds["work"],
): string[][] => [
  [
    "replies were looked for",
    repliesEveryMs === null ? "as they came" : `every ${repliesEveryMs} ms: no reply time is finer`,
  ],
  ["the desk's own stamps, a cross-check alone", stampsMs === null ? "none" : `of ${stampsMs} ms`],
  [
    "claims whose context was looked at",
    `${counts.contextClaims} of ${counts.claims}; of the others nothing is mapped`,
  ],
  ...(ownLimit === undefined
    ? []
    : [
        [
          "longest wait for room in the desk's published limit",
          `${Math.round(ownLimit.longestActWaitMs)} ms of what people did, ${Math.round(ownLimit.longestWaitMs)} ms of a look`,
        ],
      ]),
];

/** What the objectives do not say: shares, leavers, slot use, the worst contacts. */
export function nanoDropTables(
  folds: NanoDropFolds,
  slots: number,
  { mapped, ownLimit }: Pick<ReplicateRecord, "mapped" | "ownLimit">,
): Table[] {
  const { work, islands, outcomes, followUps } = folds;
  const desk = folds.desk.table();
  const lateness = outcomes.lanes.table(outcomes.human.p95.limitMs / 1000);
  const { counts } = outcomes;
  const reads = islands.reads();
  const publishMs = islands.publishMs();
  return [
    {
      id: "shown",
      title: "What else was seen",
      columns: ["figure", "value"],
      rows: [
        ["contacts", String(counts.contacts)],
        ["answered at the edge by the island", share(counts.island, counts.contacts)],
        ["handed to a person", share(counts.handedOff, counts.contacts)],
        ["customers who came back with another matter", String(followUps.counts.n)],
        ["customers who gave up waiting", share(counts.left, counts.contacts)],
        ["contacts that had to queue for a slot", String(work.counts.queued)],
        [
          "slots in use, busiest three simulated minutes",
          slots === 0 ? "no slots" : share(work.use.busiestWindowMean(), slots),
        ],
        ["slots in use, busiest moment", `${work.use.peak()} of ${slots}`],
        [
          "island at every PoP, after the order to stage it",
          publishMs === null ? "not measured" : `${publishMs.toFixed(0)} ms`,
        ],
        [
          "island reads in the refresh wave",
          `${reads.total}, ${reads.failed} failed, ${reads.badSignatures} with a bad signature`,
        ],
        ["island reads from start to end, each signature checked", String(reads.steady)],
        ["replies seen twice, missing in between", `${counts.duplicates}, ${counts.gaps}`],
        ["a real browser on the stream page", folds.walks.story()],
        ["requests refused for their rate (429)", String(counts.rateLimited)],
        ...(mapped === undefined ? [] : looksOf(mapped, ownLimit, work)),
      ],
    },
    ...(lateness === null ? [] : [lateness]),
    ...(desk === null ? [] : [desk]),
    {
      id: "worst",
      title: "The contacts that waited longest",
      columns: ["contact", "asked about", "reply after (simulated)", "what happened"],
      rows: outcomes
        .worst()
        .map((one) => [
          one.clientContactId,
          one.intent,
          one.replySimMs === null ? "never" : `${(one.replySimMs / 1000).toFixed(1)} s`,
          one.story,
        ]),
    },
  ];
}
