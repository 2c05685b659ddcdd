import { expect, test } from "vitest";
import { createSlotUse, USE_WINDOW_SIM_MS } from "./slot-use.ts";

test("a slot taken for the whole window counts as one", () => {
  const use = createSlotUse();
  use.add(60_000, 60_000 + USE_WINDOW_SIM_MS);
  expect(use.busiestWindowMean()).toBeCloseTo(1, 9);
  expect(use.peak()).toBe(1);
});

test("finds the busiest window among quiet ones", () => {
  const use = createSlotUse();
  use.add(0, 10_000);
  for (let slot = 0; slot < 4; slot++) use.add(1_000_000, 1_000_000 + USE_WINDOW_SIM_MS / 2);
  expect(use.busiestWindowMean()).toBeCloseTo(2, 9);
  expect(use.peak()).toBe(4);
});

test("a stretch that ends as another begins does not overlap it", () => {
  const use = createSlotUse();
  use.add(0, 1000);
  use.add(1000, 2000);
  expect(use.peak()).toBe(1);
});

test("drops reversed and endless stretches instead of letting them pass as load", () => {
  const use = createSlotUse();
  use.add(5000, 1000);
  use.add(0, Number.POSITIVE_INFINITY);
  use.add(Number.NaN, 10);
  expect(use.busiestWindowMean()).toBe(0);
  expect(use.peak()).toBe(0);
});
