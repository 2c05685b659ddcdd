import { expect, test } from "vitest";
import { createLaneLateness } from "./lane-lateness.ts";

test("counts who came and who of them was late, by time and lane, and says where nobody came", () => {
  const lateness = createLaneLateness();
  lateness.add("stream", 0, false);
  lateness.add("stream", 9999, true);
  lateness.add("stream", 10_000, true);
  lateness.add("standard", 29_000, false);
  expect(lateness.table(60)).toMatchObject({
    columns: ["came at (simulated, min:s)", "stream", "standard"],
    rows: [
      ["0:00 to 0:10", "1 late of 2", "nobody came"],
      ["0:10 to 0:20", "1 late of 1", "nobody came"],
      ["0:20 to 0:30", "nobody came", "0 late of 1"],
    ],
  });
});

test.each([200, 201, 900, 3600, 40_000])("a drop of %i s has at most 20 rows, and nobody is lost", (sec) => {
  const lateness = createLaneLateness();
  for (let at = 0; at < sec; at += 7) lateness.add("stream", at * 1000, at % 2 === 0);
  const { rows } = lateness.table(60) ?? { rows: [] };
  expect(rows.length).toBeLessThanOrEqual(20);
  const counts = rows.map(([, cell = ""]) => /^(\d+) late of (\d+)$/.exec(cell)?.slice(1).map(Number) ?? [0, 0]);
  const total = (which: number): number => counts.reduce((sum, one) => sum + (one[which] ?? 0), 0);
  expect(total(1)).toBe(Math.ceil(sec / 7));
  expect(total(0)).toBe(Math.ceil(Math.ceil(sec / 7) / 2));
});

test("a time of thousands of years on costs no more than any other", () => {
  const lateness = createLaneLateness();
  lateness.add("stream", 0, false);
  lateness.add("stream", 8.64e15, true);
  const { rows } = lateness.table(60) ?? { rows: [] };
  expect([rows.length, rows[0]?.[1], rows.at(-1)?.[1]]).toEqual([20, "0 late of 1", "1 late of 1"]);
});

test("nobody who needed a person is no table; who came before the clock began stands in the first row", () => {
  expect(createLaneLateness().table(60)).toBeNull();
  const lateness = createLaneLateness();
  lateness.add("solo", -4000, true);
  expect(lateness.table(60)?.rows).toEqual([["0:00 to 0:10", "1 late of 1"]]);
});
