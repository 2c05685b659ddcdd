import fc from "fast-check";
import { expect, test } from "vitest";
import { leastAgents } from "./least-agents.ts";

test("finds the threshold wherever it lies", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 5000 }), (threshold, from) => {
      expect(leastAgents((agents) => agents >= threshold, from)).toBe(Math.max(threshold, from));
    }),
  );
});

test("says so when no number is enough", () => {
  expect(leastAgents(() => false, 1, 1000)).toBeNull();
  expect(leastAgents((agents) => agents >= 1000, 1, 1000)).toBe(1000);
  expect(leastAgents((agents) => agents >= 1001, 1, 1000)).toBeNull();
  expect(() => leastAgents(() => true, 0)).toThrow(RangeError);
});
