import { expect, test } from "vitest";
import type { Progress } from "../../../harness/run/progress.ts";
import { figureLines, missesText } from "./figure-texts.ts";
import { liveView } from "./live-view.ts";
import { after, NO_FIGURES } from "./run-figures.ts";

const TICK: Progress = {
  kind: "tick",
  ...{ phase: "tail", arrived: 60, planned: 120, open: 9, replied: 50, late: 3, lateAllowed: 6, leftSec: 20 },
  ...{
    sinceSec: 12,
    phases: [
      { name: "control", fromSec: 0, toSec: 5 },
      { name: "tail", fromSec: 5, toSec: 30 },
    ],
  },
  lanes: [
    { lane: "stream", arrived: 40, open: 2, late: 0 },
    { lane: "standard", arrived: 20, open: 7, late: 3 },
  ],
};
const WORDS: readonly Progress[] = [
  {
    kind: "started",
    ...{
      runDir: "r",
      k6: "2.2.0",
      stack: "reference stack",
      seed: 7,
      profile: "smoke",
      simulatedMin: 7,
      timeFactor: 10,
    },
  },
  { kind: "replicate", drill: "nano-drop", replicate: 1, of: 1, contacts: 120, slots: 20 },
  { kind: "phase", name: "tail" },
  { kind: "stimulus", id: "partner-slow", reversible: true, step: "in-force" },
  TICK,
];
const figures = WORDS.reduce(after, NO_FIGURES);

test.each([60, 100, 200])(
  "the control room fits %i columns, worst lane first, and calls nothing a verdict",
  (width) => {
    const lines = figureLines(figures, width);
    expect(lines.every((line) => line.length < width)).toBe(true);
    const lanes = lines.filter((line) => line.startsWith("lane"));
    expect(lanes.map((line) => /standard|stream/.exec(line)?.[0])).toEqual(["standard", "stream"]);
    expect(lines.join("\n")).toContain("so far, no verdict");
    expect(lines.join("\n")).not.toMatch(/\b(PASS|FAIL|READY)\b/);
    expect(lines[0]).toContain("✓control [tail]");
  },
);

test("the page shows what the terminal shows", () => {
  const view = liveView(figures);
  expect(view.lanes.map(({ lane }) => lane)).toEqual(["standard", "stream"]);
  expect(view.phases).toEqual([
    { name: "control", state: "over" },
    { name: "tail", state: "now" },
  ]);
  expect(view.figures).toContainEqual(["waited too long for a person", missesText({ late: 3, lateAllowed: 6 })]);
  expect(view.stimuli).toEqual(["partner-slow: in force"]);
});

test("more misses than allowed are told, and a new replicate begins anew", () => {
  expect(missesText({ late: 7, lateAllowed: 6 })).toContain("more than allowed");
  expect(missesText({ late: 6, lateAllowed: 6 })).not.toContain("more");
  const next = after(figures, { kind: "replicate", drill: "nano-drop", replicate: 2, of: 2, contacts: 1, slots: 1 });
  expect(figureLines(next, 100)).toEqual([]);
});
