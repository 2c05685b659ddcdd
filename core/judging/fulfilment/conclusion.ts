import type { JudgeInput, JudgeOutcome } from "../../contract/drill.ts";
import type { ValidityCheck } from "../../schema/verdict.ts";
import { toObjective } from "../objective.ts";
import type { FulfilmentFolds } from "./folds.ts";
import { callFiguresOf } from "./call-figures.ts";
import { goodputChart, promisesChart } from "./chart.ts";
import { goodputOf } from "./goodput.ts";
import { measureFulfilment } from "./measurements.ts";
import { promiseCurves } from "./promise-curves.ts";
import { callTable, fulfilmentTable } from "./table.ts";

/** Turns the folded counts of one replicate into objectives, validity, chart and table. Pure. */
export function concludeFulfilment(input: JudgeInput, folds: FulfilmentFolds): JudgeOutcome {
  const figures = measureFulfilment(input, folds);
  const curves = promiseCurves(input, folds);
  const goodput = goodputOf(folds.matters, folds.visits);
  const calls = callFiguresOf(input, folds, { recovery: figures.recovery, curves, goodput });
  const use = folds.work.use.busiestWindowMean();
  const slots = input.replicate.plannedSlots;
  return {
    objectives: input.specs.map((spec) =>
      toObjective(
        spec,
        figures.measurements[spec.id] ?? {
          ...{ n: 0, misses: 0, allowed: 0, value: null, missWord: "missed" },
          unmeasured: `nothing measures ${spec.id}`,
        },
      ),
    ),
    validity: validity(input, folds),
    certainMisses: [],
    charts: [...(calls === null ? [] : [goodputChart(input, goodput, calls)]), promisesChart(input, curves)],
    tables: [...(calls === null ? [] : [callTable(calls)]), fulfilmentTable(input, folds, figures)],
    ...(calls === null ? {} : { calls }),
    staffing: {
      peakUse: slots === 0 ? null : use / slots,
      neededSlots: null,
      queueSeen: folds.work.counts.queued > 0,
    },
  };
}

function validity(input: JudgeInput, { matters, visits, stream }: FulfilmentFolds): ValidityCheck[] {
  const { phases, t0 } = input.replicate;
  const lengthOf = (name: string): number => {
    const phase = phases.find((one) => one.name === name);
    return phase === undefined ? 0 : phase.toMs - phase.fromMs;
  };
  const endAt = (t0 ?? 0) + (phases.at(-1)?.toMs ?? 0);
  const dueLater = matters.filter(({ state, dueAt }) => state === "promised" && dueAt !== null && dueAt > endAt).length;
  const [during, behind] = [lengthOf("fault"), lengthOf("recover")];
  const { cutShort } = stream.counts;
  return [
    {
      id: "drain-complete",
      ok: cutShort === 0,
      sentence:
        cutShort === 0
          ? "Every stream contact was watched for its whole budget."
          : `${cutShort} stream contacts were not watched for their whole budget.`,
      ...{ value: cutShort, limit: 0 },
    },
    {
      id: "promises-due",
      ok: dueLater === 0,
      sentence:
        dueLater === 0
          ? "Every promise was due while it was still watched."
          : `${dueLater} promises are open and due after the drain: nobody knows whether they are kept.`,
      ...{ value: dueLater, limit: 0 },
    },
    {
      id: "watched-after",
      ok: during > 0 && behind >= during,
      sentence: `The partner was watched for ${behind} ms after the fault, and for ${during} ms during it.`,
      ...{ value: behind, limit: during },
    },
    ...(input.missing.has("partner-visit")
      ? []
      : [
          {
            id: "visits-whole",
            ok: visits.isWhole(),
            sentence: visits.isWhole()
              ? "The partner's account holds each request from the first to the last."
              : "The partner's account lacks requests: their places have gaps.",
            ...{ value: visits.isWhole() ? 0 : 1, limit: 0 },
          },
        ]),
  ];
}
