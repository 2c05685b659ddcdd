import fc from "fast-check";
import { expect, test } from "vitest";
import { leastSlots } from "./least-slots.ts";

test("finds the least of all numbers, from any guess", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 0, max: 400 }), async (least, guess) => {
      let tried = 0;
      const found = await leastSlots(
        async (slots) => {
          tried++;
          return slots >= least;
        },
        guess,
        300,
      );
      expect(found).toBe(least);
      expect(tried).toBeLessThan(25);
    }),
  );
});

test("says so when not even the most are enough", async () => {
  expect(await leastSlots(async () => false, 5, 40)).toBeNull();
  expect(await leastSlots(async () => true, 5, 0)).toBeNull();
});
