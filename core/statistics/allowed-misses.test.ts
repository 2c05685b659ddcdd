import { expect, test } from "vitest";
import { allowedMisses, leastN } from "./allowed-misses.ts";

test("allows the whole share where doubles fall short of it", () => {
  expect(allowedMisses(60, 0.95)).toBe(3);
  expect(allowedMisses(10, 0.9)).toBe(1);
  expect(allowedMisses(300, 0.95)).toBe(15);
  expect(allowedMisses(100, 0.99)).toBe(1);
});

test("agrees with whole-number arithmetic for every n up to 100,000", () => {
  for (const percent of [50, 80, 90, 95, 99]) {
    for (let n = 0; n <= 100_000; n += 1) {
      const exact = Math.floor(((100 - percent) * n) / 100);
      if (allowedMisses(n, percent / 100) !== exact) throw new Error(`n = ${n}, p = ${percent} %`);
    }
  }
});

test("allows none at p = 1 and all at p = 0", () => {
  expect([allowedMisses(7, 1), allowedMisses(7, 0), allowedMisses(0, 0.5)]).toEqual([0, 7, 0]);
});

test("needs 2 for a median, 20 for p95, 100 for p99", () => {
  expect([0.5, 0.9, 0.95, 0.99, 0.999].map(leastN)).toEqual([2, 10, 20, 100, 1000]);
  for (const p of [0.5, 0.9, 0.95, 0.99]) {
    expect(allowedMisses(leastN(p), p)).toBe(1);
    expect(allowedMisses(leastN(p) - 1, p)).toBe(0);
  }
});

test.for([Number.NaN, -1, 1.5, Number.POSITIVE_INFINITY])("refuses n = %s", (n) => {
  expect(() => allowedMisses(n, 0.5)).toThrow(RangeError);
});

test.for([Number.NaN, -0.1, 1.1])("refuses p = %s", (p) => {
  expect(() => allowedMisses(10, p)).toThrow(RangeError);
  expect(() => leastN(p)).toThrow(RangeError);
});
