import fc from "fast-check";
import { expect, test } from "vitest";
import { hodgesLehmann, hodgesLehmannRatio } from "./hodges-lehmann.ts";
import { minimumExactP } from "./minimum-exact-p.ts";
import { kthDifference } from "./pairwise-differences.ts";

// The samples of SciPy's mannwhitneyu; R wilcox.test(x, y, conf.int = TRUE) for the shift.
test("reproduces R's shift and interval", () => {
  expect(hodgesLehmann([19, 22, 16, 29, 24], [20, 11, 17, 12])).toEqual({
    shift: 7,
    interval: [-1, 17],
    method: "exact",
  });
});

test("three against three have a shift and no 95 % interval", () => {
  expect(minimumExactP(3)).toBeGreaterThan(0.05);
  expect(hodgesLehmann([11, 12, 13], [1, 2, 3.5])).toMatchObject({ shift: 10, interval: null });
  expect(hodgesLehmann([11, 12, 13], [1, 2, 3.5], 0.9).interval).toEqual([7.5, 12]);
  expect(hodgesLehmann([4], [1])).toMatchObject({ shift: 3, interval: null });
});

test("ties and many values take the normal ranks", () => {
  expect(hodgesLehmann([1, 2, 2, 5, 7], [1, 1, 3, 4, 9]).method).toBe("asymptotic");
  const many = Array.from({ length: 60 }, (_, index) => index);
  const found = hodgesLehmann(
    many.map((value) => value + 10.5),
    many,
  );
  expect(found).toMatchObject({ shift: 10.5, method: "asymptotic" });
  expect(found.interval?.[0]).toBeLessThan(10.5);
  expect(found.interval?.[1]).toBeGreaterThan(10.5);
});

test("all the same is a shift of exactly nothing", () => {
  const same = new Array<number>(30).fill(4);
  expect(hodgesLehmann(same, same)).toEqual({ shift: 0, interval: [0, 0], method: "asymptotic" });
});

const values = fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 1, maxLength: 25 });

test("the k-th difference is the k-th of the sorted list", () => {
  fc.assert(
    fc.property(values, values, fc.nat(), fc.constantFrom(1, 0.1, 1e-9), (x, y, at, scale) => {
      const [a, b] = [x, y].map((list) => Float64Array.from(list, (value) => value * scale).sort());
      if (a === undefined || b === undefined) return;
      const all = Float64Array.from([...a].flatMap((one) => [...b].map((other) => one - other))).sort();
      const k = 1 + (at % all.length);
      // Toward either sign, zero is zero.
      expect(kthDifference(a, b, k) + 0).toBe((all[k - 1] ?? Number.NaN) + 0);
    }),
  );
});

test("the interval holds the shift, moves with x, and turns with the order of the samples", () => {
  fc.assert(
    fc.property(values, values, fc.integer({ min: -20, max: 20 }), (x, y, move) => {
      const here = hodgesLehmann(x, y);
      const moved = hodgesLehmann(
        x.map((value) => value + 2 * move),
        y.map((value) => value + move),
      );
      const turned = hodgesLehmann(y, x);
      expect(turned.shift + here.shift).toBe(0);
      if (here.interval === null) {
        expect(turned.interval).toBeNull();
        return;
      }
      const [lower, upper] = here.interval;
      expect(lower).toBeLessThanOrEqual(here.shift);
      expect(upper).toBeGreaterThanOrEqual(here.shift);
      expect((turned.interval?.[0] ?? 0) + upper).toBe(0);
      if (moved.method === here.method && moved.method === "exact") {
        expect(moved.shift).toBe(here.shift + move);
        expect(moved.interval).toEqual([lower + move, upper + move]);
      }
    }),
  );
});

test("a ratio is a shift of logarithms", () => {
  const y = [1, 2, 4, 8, 16, 32];
  const found = hodgesLehmannRatio(
    y.map((value) => value * 3),
    y.map((value, index) => value * (1 + index * 1e-6)),
  );
  expect(found.ratio).toBeCloseTo(3, 4);
  expect(found.interval?.[0]).toBeLessThan(3);
  expect(found.interval?.[1]).toBeGreaterThan(3);
  expect(hodgesLehmannRatio([2], [1])).toMatchObject({ ratio: 2, interval: null });
  expect(() => hodgesLehmannRatio([0], [1])).toThrow(RangeError);
});

test("a hundred thousand against as many", () => {
  const x = Float64Array.from({ length: 100_000 }, (_, index) => ((index * 7919) % 100_000) / 1000 + 1);
  const y = Float64Array.from({ length: 100_000 }, (_, index) => ((index * 104_729) % 100_000) / 1000);
  const { shift, interval } = hodgesLehmann(x, y);
  expect(shift).toBeCloseTo(1, 9);
  // Half the interval of two uniform samples of width 100: 1.96 * 100 / sqrt(6 * 100,000).
  expect((interval?.[1] ?? 0) - 1).toBeCloseTo(0.253, 2);
  expect(1 - (interval?.[0] ?? 0)).toBeCloseTo(0.253, 2);
});

test("refuses what is no sample", () => {
  expect(() => hodgesLehmann([], [1])).toThrow(RangeError);
  expect(() => hodgesLehmann([1], [Number.NaN])).toThrow(RangeError);
  expect(() => hodgesLehmann([1], [2], 0)).toThrow(RangeError);
  expect(() => kthDifference(Float64Array.of(1), Float64Array.of(1), 2)).toThrow(RangeError);
});
