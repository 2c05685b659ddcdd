import { expect, test } from "vitest";
import { replicateBound } from "./replicate-bound.ts";

// 0.05^(1/k).
test.each([
  [3, 0.3684031498640387],
  [5, 0.5492802716530588],
  [10, 0.7411344491069477],
  [59, 0.950492390111773],
])("%i of as many met bounds the chance at %f", (met, bound) => {
  expect(Math.abs(replicateBound(met) - bound)).toBeLessThan(1e-9);
});

test("nothing met has no bound", () => {
  expect(() => replicateBound(0)).toThrow(RangeError);
});
