import { expect, test } from "vitest";
import { createCountOverTime, ecdfPoints, ratePoints, thin } from "./open-contacts.ts";

test("counts what is open, second by second, and shows the highest of each", () => {
  const open = createCountOverTime();
  open.up(100);
  open.up(200);
  open.down(900);
  open.down(2500);
  expect(open.points(3000)).toEqual([
    [0, 2],
    [1, 1],
    [2, 1],
    [3, 0],
  ]);
});

test("a drop of many hours has 300 points, and the highest of each stretch among them", () => {
  const open = createCountOverTime();
  for (let at = 0; at < 90_000_000; at += 7919) {
    open.up(at);
    open.down(at + (at % 50_000));
  }
  const short = open.points(299_000);
  expect(short).toHaveLength(300);
  const long = open.points(90_000_000);
  expect(long.length).toBeLessThanOrEqual(300);
  // The first stretch is the first 301 seconds.
  const peak = Math.max(...short.map(([, count]) => count), open.points(300_000).at(-1)?.[1] ?? 0);
  expect(long[0]?.[1]).toBe(peak);
  expect(long.map(([second]) => second)).toEqual(long.map(([second]) => second).toSorted((a, b) => a - b));
});

test("thinning keeps the highest point and the limit of 300", () => {
  const points = Array.from({ length: 5000 }, (_, index): [number, number] => [index, index === 3333 ? 99 : 1]);
  const kept = thin(points);
  expect(kept.length).toBeLessThanOrEqual(300);
  expect(kept).toContainEqual([3333, 99]);
});

test("the curve of reply times stays below one where some were never answered", () => {
  const curve = ecdfPoints(Float64Array.from([1000, 2000, 3000]), 4);
  expect(curve.at(0)).toEqual([0, 0]);
  expect(curve.at(-1)).toEqual([3, 0.75]);
  expect(ecdfPoints(new Float64Array(0), 0)).toEqual([]);
});

test("a long curve is thinned to 300 points and ends where it must", () => {
  const curve = ecdfPoints(
    Float64Array.from({ length: 100_000 }, (_, index) => index),
    100_000,
  );
  expect(curve.length).toBeLessThanOrEqual(300);
  expect(curve.at(-1)?.[1]).toBe(1);
});

test("arrivals are counted by stretch", () => {
  expect(ratePoints(Float64Array.from([0, 9_999, 10_000, 25_000]), 30_000, 10)).toEqual([
    [0, 2],
    [10, 1],
    [20, 1],
  ]);
});
