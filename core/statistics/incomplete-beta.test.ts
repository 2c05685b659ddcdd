import fc from "fast-check";
import { expect, test } from "vitest";
import { betaQuantile, betaUpperQuantile, incompleteBeta } from "./incomplete-beta.ts";

// mpmath 1.3, 40 to 50 digits: its series for x below the mean; 1 less it above.
test.each([
  [2, 3, 0.4, 0.5248],
  [0.5, 0.5, 0.2, 0.2951672353008666],
  [82, 182, 0.25, 0.013874113813715817],
  [100, 5, 0.9, 0.017937643107257262],
  [500_000, 500_000, 0.499, 0.02275005096163148],
  [818_733, 14, 0.99996, 0.0000771783113354243],
  [0.10385713278593613, 2.2127190884242562, 0.8389385962291672, 0.9989726523875556],
  [0.3257182274181111, 561.7430449370353, 0.003131414218785121, 0.9666333864474744],
  [16.764081879830986, 13.764670405027626, 0.5005813386217792, 0.29306890514493783],
  [142, 286, 0.2155693070244113, 1.6033466694403905e-8],
  [72_117.27286565125, 12.422398562277136, 0.9994943973627473, 1.2717217848563461e-6],
])("I of a = %d, b = %d at %d", (a, b, x, lower) => {
  const tails = incompleteBeta(a, b, x);
  expect(Math.abs(tails.lower / lower - 1)).toBeLessThan(1e-12);
  expect(tails.lower + tails.upper).toBeCloseTo(1, 14);
});

const shape = fc.double({ min: 0.05, max: 1e5, noNaN: true });
const share = fc.double({ min: 0, max: 1, noNaN: true });

test("is a distribution function, mirrored by exchanging a and b", () => {
  fc.assert(
    fc.property(shape, shape, share, share, (a, b, one, other) => {
      const here = incompleteBeta(a, b, one);
      const mirrored = incompleteBeta(b, a, 1 - one, one);
      expect(here.lower).toBeCloseTo(mirrored.upper, 12);
      const low = incompleteBeta(a, b, Math.min(one, other)).lower;
      const high = incompleteBeta(a, b, Math.max(one, other)).lower;
      expect(low).toBeLessThanOrEqual(high + 1e-12);
    }),
  );
});

test("the quantile brings the probability back", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }),
      (a, b, p) => {
        expect(incompleteBeta(a, b, betaQuantile(a, b, p)).lower).toBeCloseTo(p, 8);
      },
    ),
    { numRuns: 40 },
  );
});

test("has its digits where x is less than 1 - x can tell, and in tails that 1 less them would lose", () => {
  // Of few: I_x(a, 1) = x^a, and 1 - I_x(1, b) = (1 - x)^b.
  expect(incompleteBeta(0.5, 1, 1e-30).lower).toBeCloseTo(1e-15, 28);
  expect(incompleteBeta(1, 0.5, 1, 1e-30).upper).toBeCloseTo(1e-15, 28);
  expect(betaQuantile(0.5, 1, 1e-12) / 1e-24).toBeCloseTo(1, 12);
  expect(betaUpperQuantile(1, 3, 1e-12)).toBeCloseTo(1 - 1e-4, 14);
  expect(() => betaUpperQuantile(1, 1, 1)).toThrow(RangeError);
});

test("ends at 0 and 1, and refuses what is no distribution", () => {
  expect(incompleteBeta(3, 4, 0)).toEqual({ lower: 0, upper: 1 });
  expect(incompleteBeta(3, 4, 1)).toEqual({ lower: 1, upper: 0 });
  for (const [a, b, x] of [
    [0, 1, 0.5],
    [1, Number.NaN, 0.5],
    [1, 1, 1.5],
    [1, 1, Number.NaN],
    [Number.POSITIVE_INFINITY, 1, 0.5],
  ] as const)
    expect(() => incompleteBeta(a, b, x)).toThrow(RangeError);
  expect(() => betaQuantile(1, 1, 0)).toThrow(RangeError);
});
