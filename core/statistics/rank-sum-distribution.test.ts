import fc from "fast-check";
import { expect, test } from "vitest";
import { isExactFeasible, rankSumDistribution } from "./rank-sum-distribution.ts";

// Mann and Whitney 1947, table I: of 4 against 3 there are 35 orders; 1 1 2 3 4 4 5 4 4 3 2 1 1 of them have U = 0 to 12.
test("counts the orders of four against three", () => {
  const ways = [1, 1, 2, 3, 4, 4, 5, 4, 4, 3, 2, 1, 1];
  expect([...rankSumDistribution(4, 3)]).toEqual(ways.map((count) => count / 35));
});

test("is a symmetric distribution with the known mean and variance, whichever sample is named first", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), (m, n) => {
      const shares = rankSumDistribution(m, n);
      expect(shares).toHaveLength(m * n + 1);
      expect(rankSumDistribution(n, m)).toEqual(shares);
      const mean = shares.reduce((sum, share, u) => sum + share * u, 0);
      const variance = shares.reduce((sum, share, u) => sum + share * (u - mean) ** 2, 0);
      expect(mean).toBeCloseTo((m * n) / 2, 8);
      expect(variance / ((m * n * (m + n + 1)) / 12)).toBeCloseTo(1, 8);
      expect(shares[0]).toBeCloseTo(shares.at(-1) ?? 0, 14);
    }),
  );
});

test("says what is out of reach", () => {
  expect([isExactFeasible(100, 100), isExactFeasible(200, 200), isExactFeasible(1, 10_000)]).toEqual([
    true,
    false,
    true,
  ]);
  expect(() => rankSumDistribution(200, 200)).toThrow(RangeError);
  expect(() => rankSumDistribution(0, 3)).toThrow(RangeError);
});
