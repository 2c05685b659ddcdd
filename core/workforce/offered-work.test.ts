import { expect, test } from "vitest";
import { offeredLoad } from "./offered-work.ts";

// 2.1 contacts a minute of 530 s each: the 18.6 slot-Erlangs of the design's first screen.
test("2.1 a minute of 530 s each offer 18.55 Erlang", () => {
  expect(offeredLoad({ arrivalsPerSec: 2.1 / 60, handleSec: 530 })).toBeCloseTo(18.55, 10);
});

test("refuses work without a handle time", () => {
  expect(() => offeredLoad({ arrivalsPerSec: 1, handleSec: 0 })).toThrow(RangeError);
  expect(() => offeredLoad({ arrivalsPerSec: -1, handleSec: 1 })).toThrow(RangeError);
});
