import fc from "fast-check";
import { expect, test } from "vitest";
import { normalQuantile, normalUpperTail } from "./normal.ts";

// mpmath 1.3, 50 digits: erfc(z / sqrt 2) / 2.
test.each([
  [0, 0.5],
  [1e-9, 0.49999999960105773],
  [0.1, 0.460172162722971],
  [0.7, 0.24196365222307303],
  [1.5, 0.06680720126885807],
  [1.7320508, 0.04163225900552681],
  [5, 2.866515718791939e-7],
  [12, 1.776482112077679e-33],
  [37, 5.725571222524577e-300],
  [-1, 0.8413447460685429],
  [-8, 0.9999999999999993],
])("P(Z > %d)", (z, tail) => {
  expect(Math.abs(normalUpperTail(z) / tail - 1)).toBeLessThan(1e-13);
});

// mpmath 1.3, root of log P(Z <= z) = log p.
test.each([
  [1e-300, -37.0470962993612],
  [1e-10, -6.361340902404057],
  [0.001, -3.0902323061678136],
  [0.025, -1.9599639845400543],
  [0.05, -1.6448536269514726],
  [0.075, -1.439531470938456],
  [0.25, -0.6744897501960817],
  [0.499, -0.002506630899571766],
  [0.6, 0.2533471031357997],
  [0.975, 1.9599639845400538],
  [0.9999, 3.7190164854557084],
])("the quantile at %d", (p, z) => {
  expect(Math.abs(normalQuantile(p) / z - 1)).toBeLessThan(1e-14);
});

test("tail and quantile undo each other", () => {
  expect(normalQuantile(0.5)).toBe(0);
  fc.assert(
    fc.property(fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true }), (p) => {
      expect(normalUpperTail(-normalQuantile(p))).toBeCloseTo(p, 12);
    }),
  );
});

test("ends, and refuses p outside of (0, 1)", () => {
  expect(normalUpperTail(Number.POSITIVE_INFINITY)).toBe(0);
  expect(normalUpperTail(Number.NEGATIVE_INFINITY)).toBe(1);
  expect(normalUpperTail(Number.NaN)).toBeNaN();
  for (const p of [0, 1, -1, Number.NaN]) expect(() => normalQuantile(p)).toThrow(RangeError);
});
