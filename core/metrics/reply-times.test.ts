import { expect, test } from "vitest";
import { createReplyTimes } from "./reply-times.ts";

test("a budget is met up to its last millisecond", () => {
  const times = createReplyTimes();
  for (const replyMs of [0, 999, 1000, 1001]) times.add(replyMs, 5000);
  expect([times.misses(1000), times.misses(999), times.misses(0)]).toEqual([1, 2, 3]);
});

test("the never answered stand at the end of the quantiles, infinitely late", () => {
  const times = createReplyTimes();
  for (const replyMs of [100, 200, 300]) times.add(replyMs, 5000);
  times.add(null, 5000);
  times.add(null, 50);
  expect([times.n, times.never]).toEqual([5, 2]);
  expect([times.quantileMs(0.25), times.quantileMs(0.5), times.quantileMs(0.75)]).toEqual([200, 300, null]);
  expect([times.undecided(60), times.undecided(50)]).toEqual([1, 0]);
  expect(createReplyTimes().quantileMs(0.5)).toBeNull();
});
