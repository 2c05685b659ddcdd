import { expect, test } from "vitest";
import { readStamp } from "./stamp.ts";

const MS = 1_795_590_000_000;

test.each([
  ["s", MS / 1000, MS],
  ["s", String(MS / 1000), MS],
  ["s", MS / 1000 + 0.5, MS + 500],
  ["ms", MS, MS],
  ["iso", "2026-11-25T07:00:00Z", MS],
  ["iso", "2026-11-25t08:00:00.500+01:00", MS + 500],
  ["iso", "2026-11-25 07:00:00Z", MS],
] as const)("%s %j", (unit, value, ms) => {
  expect(readStamp(value, unit)).toBe(ms);
});

test.each([
  ["s", "soon"],
  ["s", -1],
  ["s", MS * 1000],
  ["s", null],
  ["s", "1e9"],
  ["ms", {}],
  ["iso", MS],
  ["iso", "2026-11-25"],
  ["iso", "2026-11-25T07:00:00"],
  ["iso", "2026-13-45T07:00:00Z"],
  ["iso", "25 Nov 2026 07:00:00 GMT"],
] as const)("%s %j is no stamp", (unit, value) => {
  expect(readStamp(value, unit)).toBeNull();
});
