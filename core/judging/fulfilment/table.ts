import type { JudgeInput } from "../../contract/drill.ts";
import type { Table } from "../../schema/verdict.ts";
import type { CallFigures } from "../../schema/call-figures.ts";
import { callRows } from "./call-words.ts";
import type { FulfilmentFolds } from "./folds.ts";
import { isPromise } from "./matter-states.ts";
import type { FulfilmentFigures } from "./measurements.ts";

const percent = (share: number | null): string => (share === null ? "none" : `${(share * 100).toFixed(1)} %`);
const seconds = (ms: number | null): string => (ms === null ? "never" : `${(ms / 1000).toFixed(1)} s`);

/** What the objectives do not say: how the partner and the desk fared, by their own accounts. */
export function fulfilmentTable(
  { plan }: JudgeInput,
  { matters, visits, stream, troubled }: FulfilmentFolds,
  { recovery, keptShare }: FulfilmentFigures,
): Table {
  const { counts } = visits;
  const { partner, serversLeft } = plan.fulfilment;
  const asked = matters.filter(({ promiseId }) => visits.asked(promiseId) > 0).length;
  return {
    id: "shown",
    title: "What else was seen",
    columns: ["figure", "value"],
    rows: [
      ["customers with order trouble", String(troubled.length)],
      ["matters at the desk", String(matters.length)],
      ["promises made, and kept", `${matters.filter(isPromise).length}, ${percent(keptShare)}`],
      ["servers of the partner, in the fault", `${partner.servers}, ${serversLeft}`],
      ["requests at the partner, refused", `${counts.opens}, ${counts.refused}`],
      ["requests per matter, over all", asked === 0 ? "none" : (counts.opens / asked).toFixed(2)],
      [
        "most inside at once",
        `${counts.mostInside} of ${partner.queue === null ? "no bound" : partner.servers + partner.queue}`,
      ],
      ["follow-ups of promises", String(counts.followUps)],
      ["highest p95 of a matter before the fault (simulated)", seconds(recovery.limitMs)],
      ["as before again, after the fault (simulated)", seconds(recovery.afterMs)],
      ["stream contacts beside it", String(stream.counts.contacts)],
    ],
  };
}

/** What the plan's own way of calling the partner came to. Other policies were not measured here and are not named. */
export const callTable = (figures: CallFigures): Table => ({
  id: "calls",
  title: "How the plan's call policy fared",
  columns: ["figure (simulated time)", "value"],
  rows: callRows(figures),
});
