import { expect, test } from "vitest";
import { simMs } from "../../core/contract/time.ts";
import type { Phases } from "../../core/schema/plan.ts";
import { nanoDropLoad } from "../../drills/nano-drop/load.ts";
import { defaultPlan } from "../plan/default-plan.ts";
import { BUILT_IN_PHASES } from "../plan/profiles.ts";
import { type Arrival, drawArrivals, replayArrivals } from "./arrivals.ts";
import { createRng } from "./draws.ts";
import { loadSpans } from "./drill-streams.ts";

const spansOf = (profile: Phases) => loadSpans(nanoDropLoad, defaultPlan(), profile);
const spans = spansOf(BUILT_IN_PHASES.smoke);
const rates = { control: 0.1, step: 1.2, tail: 0.3 };
const draw = (seed: number): Arrival[] => drawArrivals(spans, rates, createRng(seed, "arrivals"));

test("phases follow one another from T0 without a gap, and only load and drain count", () => {
  expect(spans.map(({ name, from, to }) => [name, from, to])).toEqual([
    ["control", 0, 50_000],
    ["refresh", 50_000, 70_000],
    ["step", 70_000, 120_000],
    ["tail", 120_000, 320_000],
    ["drain", 320_000, 420_000],
  ]);
  expect(spansOf({ ...BUILT_IN_PHASES.smoke, tailSec: 0 }).map(({ name }) => name)).not.toContain("tail");
});

test("each phase has its expected number of contacts, within its own time, in order", () => {
  const arrivals = draw(7);
  const count = (phase: string): number => arrivals.filter((arrival) => arrival.phase === phase).length;
  expect(["control", "refresh", "step", "tail", "drain"].map(count)).toEqual([5, 0, 60, 60, 0]);
  for (const { phase, offset } of arrivals) {
    const span = spans.find(({ name }) => name === phase);
    expect(offset >= (span?.from ?? 0) && offset < (span?.to ?? 0)).toBe(true);
  }
  expect(arrivals.map(({ offset }) => offset)).toEqual(arrivals.map(({ offset }) => offset).toSorted((a, b) => a - b));
});

test("the same seed draws the same arrivals, another seed others", () => {
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});

test("gaps are those of a Poisson process, not of a metronome: their spread is as large as their mean", () => {
  const offsets = drawArrivals(
    [{ name: "step", from: simMs(0), to: simMs(1_000_000) }],
    { step: 5 },
    createRng(7, "a"),
  );
  const gaps = offsets.slice(1).map(({ offset }, index) => offset - (offsets[index]?.offset ?? 0));
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
  expect(deviation / mean).toBeGreaterThan(0.95);
  expect(deviation / mean).toBeLessThan(1.05);
});

test("rates of nothing draw nobody", () => {
  expect(drawArrivals(spans, {}, createRng(7, "a"))).toEqual([]);
});

test("a former drop takes the place of step and tail, at its own times; what comes after the tail is left out", () => {
  const replayed = replayArrivals(spans, [0, 49.9, 50, 249.9, 250, 9000], draw(7));
  expect(replayed.filter(({ phase }) => phase === "control")).toHaveLength(5);
  expect(replayed.slice(5)).toEqual([
    { phase: "step", offset: 70_000 },
    { phase: "step", offset: 119_900 },
    { phase: "tail", offset: 120_000 },
    { phase: "tail", offset: 319_900 },
  ]);
});
