import { expect, test } from "vitest";
import { createRng, drawLogNormalMs, drawMix, pick, shuffle } from "./draws.ts";

const take = (seed: number, stream: string, n: number): number[] => {
  const rng = createRng(seed, stream);
  return Array.from({ length: n }, () => rng.next());
};

test("one seed gives independent streams by name, each the same every time", () => {
  expect(take(7, "words", 50)).toEqual(take(7, "words", 50));
  expect(take(7, "words", 50)).not.toEqual(take(7, "people", 50));
  expect(take(7, "words", 50)).not.toEqual(take(8, "words", 50));
});

test("draws are uniform in [0, 1): no tenth holds more or less than its share by much", () => {
  const draws = take(7, "uniform", 20_000);
  expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...draws)).toBeLessThan(1);
  for (let tenth = 0; tenth < 10; tenth++) {
    const share = draws.filter((draw) => Math.floor(draw * 10) === tenth).length / draws.length;
    expect(Math.abs(share - 0.1)).toBeLessThan(0.01);
  }
});

test("neighbouring seeds are no neighbours: their first draws do not march together", () => {
  const first = Array.from({ length: 2000 }, (_, seed) => take(seed, "people", 1)[0] ?? 0);
  const mean = first.reduce((sum, draw) => sum + draw, 0) / first.length;
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.03);
  const rises = first.slice(1).filter((draw, index) => draw > (first[index] ?? 0)).length;
  expect(Math.abs(rises / first.length - 0.5)).toBeLessThan(0.05);
});

test("a log-normal time has the plan's median and spread", () => {
  const rng = createRng(7, "work");
  const logs = Array.from({ length: 20_000 }, () =>
    Math.log(drawLogNormalMs(rng, { medianSec: 57, sigma: 0.3 }) / 1000),
  );
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const sigma = Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / logs.length);
  expect(Math.exp(mean)).toBeCloseTo(57, 0);
  expect(sigma).toBeCloseTo(0.3, 2);
});

test("a mix keeps its proportions to the nearest whole, and leaves out what weighs nothing", () => {
  const weights = new Map([
    ["a", 50],
    ["b", 30],
    ["c", 20],
    ["d", 0],
  ]);
  const counts = (n: number): number[] => {
    const mix = drawMix(n, weights, createRng(7, "mix"));
    return ["a", "b", "c", "d"].map((name) => mix.filter((one) => one === name).length);
  };
  expect(counts(10)).toEqual([5, 3, 2, 0]);
  const eleven = counts(11);
  expect(eleven.reduce((sum, count) => sum + count, 0)).toBe(11);
  expect([eleven[0], eleven[3]].map((count, place) => [[5, 6], [0]][place]?.includes(count ?? -1))).toEqual([
    true,
    true,
  ]);
  expect(drawMix(5, new Map([["a", 0]]), createRng(7, "mix"))).toEqual([]);
});

test("shuffling keeps every card, and picking from nothing is refused", () => {
  const cards = Array.from({ length: 52 }, (_, card) => card);
  const shuffled = shuffle([...cards], createRng(7, "deck"));
  expect(shuffled).not.toEqual(cards);
  expect(shuffled.toSorted((a, b) => a - b)).toEqual(cards);
  expect(() => pick([], createRng(7, "deck"))).toThrow(RangeError);
});
