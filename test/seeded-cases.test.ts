import fc from "fast-check";
import { expect, test } from "vitest";

test("every property of every test is asked with the same cases each time", () => {
  expect(fc.readConfigureGlobal()).toEqual({ seed: 20_261_125 });
  const drawn = (): number[] => {
    const seen: number[] = [];
    fc.assert(
      fc.property(fc.nat(), (one) => {
        seen.push(one);
      }),
    );
    return seen;
  };
  expect(new Set(drawn()).size).toBeGreaterThan(50);
  expect(drawn()).toEqual(drawn());
});
