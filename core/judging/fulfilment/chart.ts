import type { JudgeInput } from "../../contract/drill.ts";
import type { Chart } from "../../schema/verdict.ts";
import { createCountOverTime } from "../open-contacts.ts";
import type { FulfilmentFolds } from "./folds.ts";
import { firstWordAt } from "./matter-states.ts";

/** Open promises over time, with those that are past due and those that wait for a first word. */
export function fulfilmentChart({ replicate }: JudgeInput, { matters }: FulfilmentFolds): Chart {
  const t0 = replicate.t0 ?? 0;
  const sim = (at: number): number => (at - t0) * replicate.timeFactor;
  const bands = replicate.phases.map(({ name, fromMs, toMs }) => ({
    ...{ label: name, from: (fromMs * replicate.timeFactor) / 1000, to: (toMs * replicate.timeFactor) / 1000 },
  }));
  const untilMs = Math.max(0, ...bands.map(({ to }) => to)) * 1000;
  const [open, overdue, wordless] = [createCountOverTime(), createCountOverTime(), createCountOverTime()];
  for (const matter of matters) {
    const { promisedAt, dueAt, endedAt, state, receivedAt } = matter;
    const ended = endedAt === null ? untilMs : sim(endedAt);
    wordless.up(sim(receivedAt));
    wordless.down(Math.min(sim(firstWordAt(matter) ?? t0 + untilMs), untilMs));
    if (promisedAt === null) continue;
    open.up(sim(promisedAt));
    open.down(ended);
    if (dueAt === null || (state === "resolved" && endedAt !== null && endedAt <= dueAt)) continue;
    overdue.up(Math.min(sim(dueAt), untilMs));
  }
  const points = open.points(untilMs);
  const most = Math.max(0, ...points.map(([, count]) => count));
  return {
    id: "promises",
    title: "Open promises over time",
    description: `Promises that were open, those broken by then, and matters without a first word, over simulated time. At most ${most} were open at once.`,
    kind: "steps",
    x: { label: "simulated time", unit: "s" },
    y: { label: "matters", unit: "", max: null },
    series: [
      { name: "open promises", points },
      { name: "broken by then", points: overdue.points(untilMs) },
      { name: "without a first word", points: wordless.points(untilMs) },
    ],
    bands,
    lines: [],
  };
}
