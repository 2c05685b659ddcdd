import type { JudgeInput } from "../../contract/drill.ts";
import type { CallFigures } from "../../schema/call-figures.ts";
import type { Chart } from "../../schema/verdict.ts";
import { ratePoints } from "../open-contacts.ts";
import { callSentences, rateText } from "./call-words.ts";
import type { Goodput } from "./goodput.ts";
import type { PromiseCurves } from "./promise-curves.ts";

/** Wide enough that a dozen matters fall into a step at the plan's rate: a quarter of the control. */
const STEPS_IN_CONTROL = 4;

const bandsOf = ({ replicate: { phases, timeFactor } }: JudgeInput): Chart["bands"] =>
  phases.map(({ name, fromMs, toMs }) => ({
    ...{ label: name, from: (fromMs * timeFactor) / 1000, to: (toMs * timeFactor) / 1000 },
  }));

/** Open promises over time under their due line, with those that are past due and those that wait for a first word. */
export function promisesChart(input: JudgeInput, curves: PromiseCurves): Chart {
  const { open, dueLine, broken, wordless, mostOpen, lastDueSec } = curves;
  return {
    id: "promises",
    title: "Open promises over time",
    description: `Promises that were open, those that would be if none ended before it is due, those broken by then, and matters without a first word, over simulated time. At most ${mostOpen} were open at once.`,
    kind: "steps",
    x: { label: "simulated time", unit: "s" },
    y: { label: "matters", unit: "", max: null },
    series: [
      { name: "open promises", points: open },
      { name: "open if none ended before it is due", points: dueLine },
      { name: "broken by then", points: broken },
      { name: "without a first word", points: wordless },
    ],
    bands: bandsOf(input),
    lines: lastDueSec === null ? [] : [{ label: "the last promise is due", axis: "x", at: lastDueSec }],
  };
}

/** Matters answered in time by the partner, a simulated second, beside those that came. */
export function goodputChart(input: JudgeInput, { answeredAt }: Goodput, figures: CallFigures): Chart {
  const { t0, timeFactor } = input.replicate;
  const bands = bandsOf(input);
  const untilSec = Math.max(0, ...bands.map(({ to }) => to));
  const control = bands.find(({ label }) => label === "control");
  const widthSec = Math.max(1, ((control?.to ?? 0) - (control?.from ?? 0)) / STEPS_IN_CONTROL);
  const at = Float64Array.from(answeredAt, (one) => (one - (t0 ?? 0)) * timeFactor);
  const { offeredPerSec } = figures;
  return {
    id: "goodput",
    title: "Matters answered in time by the partner, a second",
    description: callSentences(figures),
    kind: "steps",
    x: { label: "simulated time", unit: "s" },
    y: { label: "matters a simulated second", unit: "", max: null },
    series: [
      {
        name: "answered in time",
        points: ratePoints(at, untilSec * 1000, widthSec).map(([x, many]): [number, number] => [x, many / widthSec]),
      },
    ],
    bands,
    lines:
      offeredPerSec === null
        ? []
        : [{ label: `${rateText(offeredPerSec)} a second came`, axis: "y", at: offeredPerSec }],
  };
}
