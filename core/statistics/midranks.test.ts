import fc from "fast-check";
import { expect, test } from "vitest";
import { midranks } from "./midranks.ts";

test("tied values share the mean of their ranks", () => {
  // 1 2 2 2 3 3: ranks 1, 3 3 3, 5.5 5.5.
  expect(midranks([2, 3, 1], [2, 3, 2])).toEqual({ firstSum: 3 + 5.5 + 1, tieTerm: 27 - 3 + (8 - 2) });
  expect(midranks([5], [])).toEqual({ firstSum: 1, tieTerm: 0 });
  expect(midranks([0], [-0]).firstSum).toBe(1.5);
});

const sample = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 30 });

test("the ranks of both samples are all the ranks there are", () => {
  fc.assert(
    fc.property(sample, sample, (x, y) => {
      const all = x.length + y.length;
      expect(midranks(x, y).firstSum + midranks(y, x).firstSum).toBe((all * (all + 1)) / 2);
      expect(midranks(x, y).tieTerm).toBe(midranks(y, x).tieTerm);
    }),
  );
});
