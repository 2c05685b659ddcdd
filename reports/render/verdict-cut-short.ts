import { createLaneLateness } from "../../core/judging/lane-lateness.ts";
import { survivalChart } from "../../core/judging/survival-chart.ts";
import type { Verdict } from "../../core/schema/verdict.ts";
import { drill, queueChart, replicate, verdict } from "./verdict-builder.ts";
import { staffed } from "./verdict-examples.ts";

/** A run that was stopped before its end, with what it can still show; made up, and the same each time. */
export function cutShort(): Verdict {
  const waits = Array.from({ length: 40 }, (_, at) => ({ ms: 4000 + ((at * 37) % 90) * 1000, lost: at % 4 === 0 }));
  const of = (lost: boolean): Float64Array =>
    Float64Array.from(waits.filter((one) => one.lost === lost).map(({ ms }) => ms));
  const survival = survivalChart(of(false), of(true), 60);
  const lateness = createLaneLateness();
  for (const [at, { ms, lost }] of waits.entries())
    lateness.add(at % 5 === 0 ? "standard" : "stream", at * 4000, lost || ms > 60_000);
  const lanes = lateness.table(60);
  const reason = "The run was interrupted before its end.";
  const { staffing } = staffed();
  return verdict({
    ...{ verdict: "CAN'T TELL", label: "CAN'T TELL", exitCode: 4, sentence: reason },
    ...(staffing === undefined ? {} : { staffing }),
    drills: [
      drill("nano-drop", {
        ...{ verdict: "INCONCLUSIVE", sentence: reason, met: 0 },
        replicates: [
          replicate({
            ...{ verdict: "INCONCLUSIVE", reason, aborted: true },
            charts: [queueChart(2), ...(survival === null ? [] : [survival])],
            tables: lanes === null ? [] : [lanes],
          }),
        ],
      }),
    ],
    actions: [{ text: "Run the drill again, to its end.", from: reason }],
  });
}
