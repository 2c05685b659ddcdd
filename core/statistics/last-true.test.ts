import fc from "fast-check";
import { expect, test } from "vitest";
import { lastTrue } from "./last-true.ts";

test("finds the last of a run of truths", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -50, max: 50 }),
      fc.nat({ max: 100 }),
      fc.integer({ min: -60, max: 160 }),
      (from, width, edge) => {
        const to = from + width;
        expect(lastTrue(from, to, (value) => value <= edge)).toBe(edge < from ? null : Math.min(edge, to));
      },
    ),
  );
  expect(lastTrue(3, 2, () => true)).toBeNull();
});
