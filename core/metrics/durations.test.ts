import fc from "fast-check";
import { expect, test } from "vitest";
import { createDurations } from "./durations.ts";

test("holds what was added, over the edges of its blocks", () => {
  for (const n of [0, 1, 64, 65, 64 + 16_384, 64 + 16_385, 50_000]) {
    const list = createDurations();
    for (let value = n; value > 0; value--) list.add(value);
    expect(list.length).toBe(n);
    expect(list.sorted()).toEqual(Float64Array.from({ length: n }, (_, index) => index + 1));
    expect(list.count((value) => value % 2 === 0)).toBe(Math.floor(n / 2));
  }
});

test("leaves room behind, sorted apart from it", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -100, max: 100 })), fc.nat({ max: 5 }), (values, more) => {
      const list = createDurations();
      for (const value of values) list.add(value);
      const expected = [...values].sort((a, b) => a - b);
      expect([...list.sorted(more)]).toEqual([...expected, ...new Array<number>(more).fill(0)]);
    }),
  );
});
