import { expect, test } from "vitest";
import { spanText } from "./times.ts";

test.each([
  [-5, "0 s"],
  [59_999, "59 s"],
  [60_000, "1 min"],
  [3_599_999, "59 min"],
  [3_600_000, "1 h"],
  [3_900_000, "1 h 5 min"],
])("says %i ms as %s", (ms, text) => {
  expect(spanText(ms)).toBe(text);
});
