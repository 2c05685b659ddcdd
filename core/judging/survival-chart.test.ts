import { expect, test } from "vitest";
import { survivalChart } from "./survival-chart.ts";

const ms = (...sec: readonly number[]): Float64Array => Float64Array.from(sec, (one) => one * 1000);

test("the estimate falls by the share of those at risk, and says itself what it is", () => {
  // 1 of 4 at 10 s, one lost at 20 s, 1 of 2 at 30 s, one lost at 40 s.
  const chart = survivalChart(ms(10, 30), ms(20, 40), 60);
  expect(chart?.series[0]?.points).toEqual([
    [0, 1],
    [10, 0.75],
    [30, 0.375],
    [40, 0.375],
  ]);
  const [estimate, upper, lower] = (chart?.series ?? []).map(({ points }) => points[1]?.[1] ?? Number.NaN);
  expect(lower).toBeLessThan(estimate ?? 0);
  expect(upper).toBeGreaterThan(estimate ?? 1);
  expect(chart?.title).toMatch(/^Estimate:/);
  expect(chart?.description).toContain("2 of them were lost from sight");
  expect(chart?.description).toContain("decides nothing");
});

test("where nobody was lost, or nobody was answered, there is nothing to estimate", () => {
  expect(survivalChart(ms(1, 2), ms(), 60)).toBeNull();
  expect(survivalChart(ms(), ms(1, 2), 60)).toBeNull();
});

test("many contacts are at most 300 points a series, from the start to the last time, never below the whole curve", () => {
  const answered = Float64Array.from({ length: 5000 }, (_, index) => 1000 + index * 10);
  const chart = survivalChart(answered, ms(55, 100), 60);
  for (const { points } of chart?.series ?? []) {
    expect(points.length).toBeLessThanOrEqual(300);
    expect([points[0], points.at(-1)?.[0]]).toEqual([[0, 1], 100]);
    for (const [index, [x]] of points.entries()) expect(x).toBeGreaterThanOrEqual(points[index - 1]?.[0] ?? 0);
  }
});

test("once the last one at risk was answered nobody waits any more", () => {
  const chart = survivalChart(ms(10, 30), ms(20), 60);
  expect(chart?.series[0]?.points.at(-1)).toEqual([30, 0]);
});
