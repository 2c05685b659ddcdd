import { expect, test } from "vitest";
import { dueOf, waitText } from "./contact-words.ts";

test.each([
  [60_000, "due in 1 min", "calm"],
  [16_000, "due in 16 s", "calm"],
  [14_999, "due in 14 s", "soon"],
  [0, "due in 0 s", "soon"],
  [-1, "0 s over", "over"],
  [-90_000, "1 min over", "over"],
])("%i ms before the due time reads %s", (left, text, urgency) => {
  expect(dueOf(1000 + left, 1000)).toEqual({ text, urgency });
});

test("knows no due time where the desk promised none", () => {
  expect(dueOf(undefined, 0)).toBeNull();
  expect(dueOf(null, 0)).toBeNull();
});

test("a clock behind the stack's makes no negative wait", () => {
  expect(waitText({ waitingSince: 5000 }, 1000)).toBe("waits 0 s");
});
