import fc from "fast-check";
import { expect, test } from "vitest";
import { createRng } from "../../harness/load/draws.ts";
import { bootstrap } from "./bootstrap.ts";

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const seeded = (seed: number) => ({ rng: createRng(seed, "bootstrap") });

// Davison and Hinkley 1997, table 2.1; R boot of 999 resamples gave SD 0.222, percentile 1.25 to 2.11, basic 0.93 to 1.79.
test("the ratio of ten cities, near what R's boot draws", () => {
  const cities = [138, 93, 61, 179, 48, 37, 29, 23, 30, 2].map((before, index) => ({
    before,
    after: [143, 104, 69, 260, 75, 63, 50, 48, 111, 50][index] ?? 0,
  }));
  const ratio = (list: typeof cities): number =>
    mean(list.map(({ after }) => after)) / mean(list.map(({ before }) => before));
  const found = bootstrap(cities, (list) => ratio([...list]), { ...seeded(7), resamples: 9999 });
  expect(found.estimate).toBe(1.5203125);
  expect(Math.abs(found.standardError - 0.222)).toBeLessThan(0.02);
  expect(Math.abs(found.percentile[0] - 1.25)).toBeLessThan(0.05);
  expect(Math.abs(found.percentile[1] - 2.11)).toBeLessThan(0.12);
  expect(found.basic[0]).toBeCloseTo(2 * 1.5203125 - found.percentile[1], 12);
  expect(found.bias).toBeGreaterThan(0);
});

// The mean has a standard error without drawing: sqrt((n - 1) / n) s / sqrt(n).
test("the mean's standard error is the one that is known", () => {
  const sample = Array.from({ length: 50 }, (_, index) => (index * 37) % 50);
  const known = Math.sqrt(mean(sample.map((value) => (value - mean(sample)) ** 2)) / sample.length);
  const { standardError, percentile } = bootstrap(sample, mean, { ...seeded(3), resamples: 4000 });
  expect(Math.abs(standardError / known - 1)).toBeLessThan(0.05);
  expect(Math.abs(percentile[1] - mean(sample) - 1.96 * known) / known).toBeLessThan(0.2);
});

test("one seed, one interval; it lies within the sample, and moves and scales with it", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 15 }),
      fc.nat(),
      (sample, seed) => {
        const draw = (values: readonly number[]) => bootstrap(values, mean, { ...seeded(seed), resamples: 60 });
        const here = draw(sample);
        expect(draw(sample)).toEqual(here);
        expect(here.percentile[0]).toBeGreaterThanOrEqual(Math.min(...sample));
        expect(here.percentile[1]).toBeLessThanOrEqual(Math.max(...sample));
        expect(here.percentile[0]).toBeLessThanOrEqual(here.percentile[1]);
        const twice = draw(sample.map((value) => 2 * value + 3));
        expect(twice.percentile[0]).toBeCloseTo(2 * here.percentile[0] + 3, 9);
        expect(twice.standardError).toBeCloseTo(2 * here.standardError, 9);
      },
    ),
  );
});

test("one member, or all alike, never differ", () => {
  expect(bootstrap([4], mean, seeded(1))).toEqual({
    ...{ estimate: 4, standardError: 0, bias: 0, percentile: [4, 4], basic: [4, 4] },
  });
});

test("refuses what cannot be drawn from", () => {
  expect(() => bootstrap([], mean, seeded(1))).toThrow(RangeError);
  expect(() => bootstrap([1, 2], mean, { ...seeded(1), resamples: 1 })).toThrow(RangeError);
  expect(() => bootstrap([1, 2], mean, { ...seeded(1), confidence: 1 })).toThrow(RangeError);
  // A resample without a resolved contact has no cost for each.
  expect(() => bootstrap([0, 1], (list) => 1 / mean(list), seeded(1))).toThrow(RangeError);
});
