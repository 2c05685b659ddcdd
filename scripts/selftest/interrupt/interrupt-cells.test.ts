import { expect, test } from "vitest";
import { type InterruptChoice, interruptCellName, interruptCells } from "./interrupt-cells.ts";
import { INTERRUPTIONS } from "./interruptions.ts";

const ALL: InterruptChoice = {
  seeds: [7, 8, 9],
  stimuli: ["origin-slow", "cache-purge"],
  only: [],
  shard: { part: 1, of: 1 },
};

test("each interruption of each stimulus, for each seed", () => {
  const cells = interruptCells(ALL);
  expect(cells).toHaveLength(INTERRUPTIONS.length * 2 * 3);
  expect(new Set(cells.map((cell) => `${cell.seed} ${interruptCellName(cell)}`)).size).toBe(cells.length);
});

test("a seed gives the same instants each time, another seed others", () => {
  expect(interruptCells(ALL)).toEqual(interruptCells(ALL));
  const delays = interruptCells({ ...ALL, seeds: [7, 8, 9, 10, 11, 12] }).map(({ delayMs }) => delayMs);
  expect(new Set(delays).size).toBeGreaterThan(delays.length * 0.9);
});

test("instants come before, in and after the stimulus", () => {
  const cells = interruptCells({ ...ALL, seeds: Array.from({ length: 40 }, (_, at) => at) });
  const planned = cells.filter(({ after }) => after === "stimulus.planned");
  expect(planned.length / cells.length).toBeGreaterThan(0.6);
  expect(planned.length / cells.length).toBeLessThan(0.9);
  expect(Math.min(...cells.map(({ delayMs }) => delayMs))).toBeLessThan(200);
  expect(Math.max(...planned.map(({ delayMs }) => delayMs))).toBeGreaterThan(5000);
});

test("a drill with a long way to its stimulus is interrupted from there on only", () => {
  const seeds = Array.from({ length: 20 }, (_, at) => at);
  const cells = interruptCells({ ...ALL, seeds, fromPlanned: ["cache-purge"] });
  const of = (name: string) => new Set(cells.filter(({ stimulus }) => stimulus === name).map(({ after }) => after));
  expect([[...of("cache-purge")], of("origin-slow").size]).toEqual([["stimulus.planned"], 2]);
});

test("what is chosen by its name draws the same as in the whole", () => {
  const [one] = interruptCells({ ...ALL, only: ["sigkill/cache-purge"] });
  expect(interruptCells(ALL)).toContainEqual(one);
  expect(interruptCells({ ...ALL, only: ["sigkill"] })).toHaveLength(6);
  expect(interruptCells({ ...ALL, only: ["no-such"] })).toEqual([]);
});

test("shards share the cells out without loss or overlap", () => {
  const parts = [1, 2, 3].flatMap((part) => interruptCells({ ...ALL, shard: { part, of: 3 } }));
  const names = (cells: typeof parts) => cells.map((cell) => `${cell.seed} ${interruptCellName(cell)}`).sort();
  expect(names(parts)).toEqual(names(interruptCells(ALL)));
});
