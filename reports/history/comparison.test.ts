import fc from "fast-check";
import { expect, test } from "vitest";
import { compare, LEAST_DRILLS, MINIMUM_EFFECT } from "./comparison.ts";

const before = [20, 21, 22, 23, 24];
const scaled = (by: number): number[] => before.map((value) => value * by);

test.each([
  ["worse", scaled(1.6), "at most"],
  ["better", scaled(0.6), "at most"],
  ["better", scaled(1.6), "at least"],
  ["worse", scaled(0.6), "at least"],
  ["alike", scaled(1.01), "at most"],
  ["informational", scaled(1.25), "at most"],
  ["informational", [10, 20, 30, 60, 90], "at most"],
] as const)("says %s of %j where the good is %s", (word, now, good) => {
  const found = compare(now, before, good);
  expect(found.word).toBe(word);
  expect(found.sentence).toContain(word);
  expect(found.sentence).toContain("5 against 5 drills");
});

test("no baseline is said, and is no result", () => {
  expect(compare([1, 2, 3, 4], [], "at most")).toMatchObject({
    word: "no baseline",
    ratio: null,
    sentence: "No baseline.",
  });
});

test.each([
  [[99, 98, 97], before],
  [before, [1, 2, 3]],
  [[], before],
])("fewer than four drills on a side are informational, however far apart: %j, %j", (now, then) => {
  const found = compare(now, then, "at most");
  expect([found.word, found.interval]).toEqual(["informational", null]);
  expect(found.sentence).toContain(`${LEAST_DRILLS} on each side`);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, 0, -3])("%d on a side gives no ratio", (odd) => {
  expect(compare([odd, 2, 3, 4], before, "at most").word).toBe("informational");
  expect(compare(before, [odd, 2, 3, 4], "at most").word).toBe("informational");
});

const figures = fc.array(fc.double({ min: 0.1, max: 1000, noNaN: true }), { minLength: 4, maxLength: 9 });

test("the direction is that of the interval, and swapping the sides or the good side swaps the word", () => {
  const mirrored = { worse: "better", better: "worse", alike: "alike", informational: "informational" } as const;
  fc.assert(
    fc.property(figures, figures, (now, then) => {
      const { word, interval } = compare(now, then, "at most");
      if (word === "no baseline") throw new Error("there are both sides");
      if (word === "worse") expect(interval?.[0]).toBeGreaterThan(MINIMUM_EFFECT);
      if (word === "better") expect(interval?.[1]).toBeLessThan(1 / MINIMUM_EFFECT);
      expect(compare(now, then, "at least").word).toBe(mirrored[word]);
      expect(compare(now, now, "at most").word).not.toMatch(/worse|better/);
    }),
  );
});
