import fc from "fast-check";
import { expect, test } from "vitest";
import { mannWhitney } from "./mann-whitney.ts";
import { minimumExactP } from "./minimum-exact-p.ts";

// SciPy's documentation of mannwhitneyu.
const X = [19, 22, 16, 29, 24];
const Y = [20, 11, 17, 12];

test("reproduces SciPy's example, exact and asymptotic", () => {
  const exact = mannWhitney(X, Y);
  expect(exact).toMatchObject({ u1: 17, u2: 3, method: "exact" });
  expect(Math.abs((exact.p ?? 0) - 0.1111111111111111)).toBeLessThan(1e-12);
  const asymptotic = mannWhitney(X, Y, { method: "asymptotic" });
  expect(Math.abs((asymptotic.p ?? 0) - 0.11134688653)).toBeLessThan(1e-9);
  const plain = mannWhitney(X, Y, { method: "asymptotic", continuity: false });
  expect(Math.abs((plain.p ?? 0) - 0.086410733)).toBeLessThan(1e-9);
});

// SciPy 1.17, mannwhitneyu of the two lists; ties are in all of them.
test.each<[number[], number[], number, number, number, number]>([
  [[1, 2, 2, 3], [2, 3, 4], 2.5, 0.4, 0.2663799233424825, 0.19474217283959172],
  [[5, 5, 5, 7, 9, 9], [5, 6, 7, 7], 12.5, 1, 1, 0.910979292510634],
  [[1, 1, 2], [1, 2, 2, 2, 8], 3.5, 0.39285714285714285, 0.2529990614746843, 0.19141842523760721],
])("ties as SciPy takes them: %j against %j", (x, y, u1, exact, corrected, plain) => {
  expect(mannWhitney(x, y, { method: "exact" })).toMatchObject({ u1, p: expect.closeTo(exact, 12) });
  expect(mannWhitney(x, y, { method: "asymptotic" }).p).toBeCloseTo(corrected, 9);
  expect(mannWhitney(x, y, { method: "asymptotic", continuity: false }).p).toBeCloseTo(plain, 9);
  expect(mannWhitney(x, y).method).toBe("asymptotic");
});

// benchstat's table: n against n, two-sided.
test.each([
  [3, 0.1],
  [4, 0.02857142857142857],
  [5, 0.007936507936507936],
])("with %i against as many no P is below %d", (n, least) => {
  const low = Array.from({ length: n }, (_, index) => index);
  const high = low.map((value) => value + 100);
  expect(mannWhitney(low, high).p).toBeCloseTo(least, 12);
  expect(Math.abs(minimumExactP(n) - least)).toBeLessThan(1e-12);
});

test("all the same is no difference, and without the half step it is no number", () => {
  expect(mannWhitney([3, 3], [3, 3, 3])).toMatchObject({ u1: 3, p: 1, method: "asymptotic" });
  expect(mannWhitney([3, 3], [3, 3, 3], { continuity: false }).p).toBeNull();
});

test("one against one proves nothing", () => {
  expect(mannWhitney([1], [2]).p).toBe(1);
  expect(mannWhitney([1], [2], { alternative: "less" }).p).toBe(0.5);
  expect(minimumExactP(1)).toBe(1);
});

test("is exact for few against many, and not where that would take too long", () => {
  const many = Array.from({ length: 200 }, (_, index) => index + 0.5);
  expect(mannWhitney([1, 2, 3], many).method).toBe("exact");
  expect(mannWhitney([1, 2, 3, 4, 5, 6, 7, 8, 9], many).method).toBe("asymptotic");
  const crowd = Array.from({ length: 50_000 }, (_, index) => index + 0.5);
  expect(mannWhitney([1, 2], crowd).method).toBe("asymptotic");
  expect(() => mannWhitney([1, 2], crowd, { method: "exact" })).toThrow(RangeError);
});

const sample = (least: number, most: number) =>
  fc.array(fc.integer({ min: 0, max: 12 }), { minLength: least, maxLength: most });

test("U counts pairs, and P does not know which sample came first", () => {
  fc.assert(
    fc.property(sample(1, 12), sample(1, 12), (x, y) => {
      let pairs = 0;
      for (const a of x) for (const b of y) pairs += a > b ? 1 : a === b ? 0.5 : 0;
      for (const method of ["exact", "asymptotic", "auto"] as const) {
        const here = mannWhitney(x, y, { method });
        const swapped = mannWhitney(y, x, { method });
        expect(here.u1).toBe(pairs);
        expect(here.u1 + here.u2).toBe(x.length * y.length);
        expect([swapped.u1, swapped.u2]).toEqual([here.u2, here.u1]);
        expect(swapped.p).toBe(here.p);
        expect(here.p ?? 1).toBeGreaterThan(0);
        expect(here.p ?? 1).toBeLessThanOrEqual(1);
        expect(mannWhitney(y, x, { method, alternative: "less" }).p).toBe(
          mannWhitney(x, y, { method, alternative: "greater" }).p,
        );
      }
    }),
  );
});

test("only order counts", () => {
  fc.assert(
    fc.property(sample(1, 15), sample(1, 15), (x, y) => {
      const bent = (list: readonly number[]): number[] => list.map((value) => Math.exp(value) - 5);
      expect(mannWhitney(bent(x), bent(y))).toEqual(mannWhitney(x, y));
    }),
  );
});

test("the exact one is what counting every way of drawing gives", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), fc.nat(), (m, n, pick) => {
      const subsets: number[][] = [[]];
      for (let value = 0; value < m + n; value++)
        subsets.push(...subsets.filter((one) => one.length < m).map((one) => [...one, value]));
      const draws = subsets.filter((one) => one.length === m);
      const uOf = (x: readonly number[]): number => x.reduce((sum, rank) => sum + rank, 0) - (m * (m - 1)) / 2;
      const x = draws[pick % draws.length] ?? [];
      const y = Array.from({ length: m + n }, (_, value) => value).filter((value) => !x.includes(value));
      const larger = draws.filter((draw) => uOf(draw) >= uOf(x)).length / draws.length;
      expect(mannWhitney(x, y, { alternative: "greater" }).p).toBeCloseTo(larger, 12);
    }),
  );
});

test("refuses what is no sample", () => {
  expect(() => mannWhitney([], [1])).toThrow(RangeError);
  expect(() => mannWhitney([1], [])).toThrow(RangeError);
  expect(() => mannWhitney([1, Number.NaN], [1])).toThrow(RangeError);
  expect(() => mannWhitney([1], [Number.POSITIVE_INFINITY])).toThrow(RangeError);
  expect(() => minimumExactP(0)).toThrow(RangeError);
  expect(() => minimumExactP(2, 1.5)).toThrow(RangeError);
});
