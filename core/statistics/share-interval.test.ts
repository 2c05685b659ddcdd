import fc from "fast-check";
import { expect, test } from "vitest";
import { binomialAtLeast, binomialAtMost } from "./binomial.ts";
import { clopperPearson, shareAtLeast, shareAtMost } from "./clopper-pearson.ts";
import { replicateBound } from "./replicate-bound.ts";
import { wilson } from "./wilson.ts";

// R binom.test and statsmodels proportion_confint, 95 %.
test.each([
  [81, 263, [0.2552885199, 0.366209577], [0.2527367456, 0.3676219226]],
  [0, 20, [0, 0.1611251581], [0, 0.168433471]],
  [29, 29, [0.8830302015, 1], [0.8805551309, 1]],
  [210, 300, [0.6458824753, 0.7490603362], [0.6446804955, 0.7513184235]],
])("%i of %i", (k, n, score, exact) => {
  for (const [found, expected] of [
    [wilson(k, n), score],
    [clopperPearson(k, n), exact],
  ] as const)
    for (const side of [0, 1]) expect(Math.abs((found[side] ?? Number.NaN) - (expected[side] ?? 0))).toBeLessThan(1e-9);
});

const counts = fc
  .oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 1_000_000 }))
  .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
const confidences = fc.constantFrom(0.8, 0.9, 0.95, 0.99, 0.999);
const KINDS = [wilson, clopperPearson];

test("contains the estimate, within 0 and 1, and is mirrored", () => {
  fc.assert(
    fc.property(counts, confidences, ([k, n], confidence) => {
      for (const kind of KINDS) {
        const [lower, upper] = kind(k, n, confidence);
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(lower).toBeLessThanOrEqual(k / n);
        expect(upper).toBeGreaterThanOrEqual(k / n);
        expect(upper).toBeLessThanOrEqual(1);
        const [mirrorLower, mirrorUpper] = kind(n - k, n, confidence);
        expect(1 - mirrorUpper).toBeCloseTo(lower, 12);
        expect(1 - mirrorLower).toBeCloseTo(upper, 12);
      }
    }),
  );
});

test("rises with k, and widens with confidence", () => {
  fc.assert(
    fc.property(counts, ([k, n]) => {
      fc.pre(k < n);
      for (const kind of KINDS) {
        const [here, next] = [kind(k, n), kind(k + 1, n)];
        expect(next[0]).toBeGreaterThan(here[0]);
        expect(next[1]).toBeGreaterThanOrEqual(here[1]);
        const wide = kind(k, n, 0.99);
        expect(wide[0]).toBeLessThanOrEqual(here[0]);
        expect(wide[1]).toBeGreaterThanOrEqual(here[1]);
      }
    }),
  );
});

test("the exact limits are where the tails are what they should be", () => {
  fc.assert(
    fc.property(counts, confidences, ([k, n], confidence) => {
      const tail = (1 - confidence) / 2;
      const [lower, upper] = clopperPearson(k, n, confidence);
      if (k > 0) expect(binomialAtLeast(k, n, lower)).toBeCloseTo(tail, 9);
      if (k < n) expect(binomialAtMost(k, n, upper)).toBeCloseTo(tail, 9);
    }),
  );
});

test("the ends are exact: nothing of n, all of n, one of one", () => {
  for (const n of [1, 2, 1000, 1_000_000]) {
    expect([wilson(0, n)[0], wilson(n, n)[1], clopperPearson(0, n)[0], clopperPearson(n, n)[1]]).toEqual([0, 1, 0, 1]);
    // Closed forms of the other ends.
    expect(clopperPearson(n, n)[0] / 0.025 ** (1 / n)).toBeCloseTo(1, 12);
    expect(clopperPearson(0, n)[1] / -Math.expm1(Math.log(0.025) / n)).toBeCloseTo(1, 9);
  }
});

test("one-sided bounds: k of k met is the replicate bound, and two of them make the two-sided interval", () => {
  for (const met of [1, 3, 5, 10, 59]) expect(shareAtLeast(met, met)).toBeCloseTo(replicateBound(met), 12);
  expect([shareAtLeast(81, 263, 0.975), shareAtMost(81, 263, 0.975)]).toEqual(clopperPearson(81, 263));
  expect([shareAtLeast(0, 9), shareAtMost(9, 9)]).toEqual([0, 1]);
});

test.for([
  [1, 0],
  [-1, 5],
  [6, 5],
  [0.5, 5],
  [Number.NaN, 5],
] as const)("refuses %j", ([k, n]) => {
  for (const kind of [...KINDS, shareAtLeast, shareAtMost]) {
    expect(() => kind(k, n)).toThrow(RangeError);
    expect(() => kind(1, 2, 1)).toThrow(RangeError);
  }
});
