import fc from "fast-check";
import { expect, test } from "vitest";
import { logRank, type SurvivalGroup } from "./log-rank.ts";

const group = (times: readonly number[], marks: readonly number[]): SurvivalGroup => ({
  times,
  happened: marks.map((mark) => mark === 1),
});
const MAINTAINED = group([9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161], [1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0]);
const OTHERS = group([5, 5, 8, 8, 12, 16, 23, 27, 30, 33, 43, 45], [1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1]);

// R 4.2.2, survival 3.5-3: survdiff(Surv(time, status) ~ x, data = aml).
test("reproduces R's survdiff of aml", () => {
  const found = logRank([MAINTAINED, OTHERS]);
  expect(found.observed).toEqual([7, 11]);
  expect(Math.abs((found.expected[0] ?? 0) - 10.689335992300725)).toBeLessThan(1e-9);
  expect(Math.abs((found.expected[1] ?? 0) - 7.310664007699276)).toBeLessThan(1e-9);
  expect(Math.abs(found.chiSquared - 3.396388698977601)).toBeLessThan(1e-9);
  expect(Math.abs((found.p ?? 0) - 0.06533932204050513)).toBeLessThan(1e-9);
  expect(found.df).toBe(1);
});

const people = fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.boolean()), { minLength: 1, maxLength: 20 });
const groupOf = (list: readonly (readonly [number, boolean])[]): SurvivalGroup => ({
  times: list.map(([time]) => time),
  happened: list.map(([, happened]) => happened),
});

test("neither the order of people nor of groups nor the unit of time counts; expected events are as many as seen", () => {
  fc.assert(
    fc.property(fc.array(people, { minLength: 2, maxLength: 4 }), fc.constantFrom(0.25, 3, 1e6), (lists, unit) => {
      const found = logRank(lists.map(groupOf));
      const other = logRank(
        lists
          .toReversed()
          .map((list) => groupOf(list.toReversed().map(([time, happened]) => [time * unit, happened] as const))),
      );
      expect(other.df).toBe(found.df);
      expect(other.chiSquared).toBeCloseTo(found.chiSquared, 8);
      expect(other.observed).toEqual(found.observed.toReversed());
      const sum = (list: readonly number[]): number => list.reduce((all, one) => all + one, 0);
      expect(sum(found.expected)).toBeCloseTo(sum(found.observed), 9);
      expect(found.p === null).toBe(found.df === 0);
      expect(found.p ?? 1).toBeGreaterThan(0);
      expect(found.p ?? 1).toBeLessThanOrEqual(1);
    }),
  );
});

test("the same people twice are alike", () => {
  fc.assert(
    fc.property(people, (list) => {
      expect(logRank([groupOf(list), groupOf(list)]).chiSquared).toBeCloseTo(0, 9);
    }),
  );
});

// Two lists without ties or losses: (O - E)^2 / V by hand, E = 1/2 + 1/3, V = 1/4 + 2/9.
test("one against two, by hand", () => {
  const found = logRank([group([2], [1]), group([1, 3], [1, 1])]);
  expect(found.expected[0]).toBeCloseTo(1 / 3 + 1 / 2, 12);
  expect(found.chiSquared).toBeCloseTo((1 / 6) ** 2 / (2 / 9 + 1 / 4), 12);
});

test("nothing to compare: all lost, nobody at risk together, one after the other", () => {
  expect(logRank([group([1, 2], [0, 0]), group([3], [0])])).toMatchObject({ chiSquared: 0, df: 0, p: null });
  // The last of all dies alone.
  expect(logRank([group([1], [0]), group([2], [1])])).toMatchObject({ chiSquared: 0, df: 0, p: null });
  expect(logRank([group([5, 5], [1, 1]), group([5], [1])])).toMatchObject({ chiSquared: 0, df: 0, p: null });
});

test("a group that was gone before the first event takes no degree of freedom", () => {
  const two = logRank([MAINTAINED, OTHERS]);
  const three = logRank([MAINTAINED, group([1, 2], [0, 0]), OTHERS]);
  expect(three.df).toBe(1);
  expect(three.chiSquared).toBeCloseTo(two.chiSquared, 9);
});

test("twenty thousand on each side", () => {
  const many = (step: number): SurvivalGroup => ({
    times: Float64Array.from({ length: 20_000 }, (_, index) => (index * step) % 20_011),
    happened: Array.from({ length: 20_000 }, (_, index) => index % 3 !== 0),
  });
  const { p, df } = logRank([many(7919), many(104_729)]);
  expect(df).toBe(1);
  expect(p ?? 0).toBeGreaterThan(0.01);
});

test("refuses what is no comparison", () => {
  expect(() => logRank([MAINTAINED])).toThrow(RangeError);
  expect(() => logRank([MAINTAINED, group([], [])])).toThrow(RangeError);
  expect(() => logRank([MAINTAINED, group([1, 2], [1])])).toThrow(RangeError);
  expect(() => logRank([MAINTAINED, group([Number.NaN], [1])])).toThrow(RangeError);
});
