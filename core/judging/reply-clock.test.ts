import { expect, test } from "vitest";
import { assistantReplySimMs, humanReplySimMs } from "./reply-clock.ts";

/** When the customer knew that the contact waits. */
const QUEUED = 10_150;

test("scales the waiting and leaves the system's own part alone", () => {
  // 100 ms until the queue has it, 3,000 ms of waiting, 200 ms until the customer sees it; k = 10.
  const simMs = humanReplySimMs(10_000, 13_300, { waitingSince: 10_100, replySentAt: 13_100 }, 10, QUEUED);
  expect(simMs).toBe(3_000 * 10 + 300);
});

test("takes the longer reading when the stamps are lost", () => {
  expect(humanReplySimMs(10_000, 13_300, undefined, 10, QUEUED)).toBe(33_000);
});

test("never counts waiting from before the clock started, nor more than there was", () => {
  expect(humanReplySimMs(10_000, 11_000, { waitingSince: 4_000, replySentAt: 10_500 }, 10, QUEUED)).toBe(
    500 * 10 + 500,
  );
  expect(humanReplySimMs(10_000, 11_000, { waitingSince: 4_000, replySentAt: 90_000 }, 10, QUEUED)).toBe(10_000);
  expect(humanReplySimMs(10_000, 9_000, { waitingSince: 9_000, replySentAt: 9_000 }, 10, QUEUED)).toBe(0);
});

test("leaves an island's reply on the wall clock", () => {
  expect(assistantReplySimMs(10_000, 10_042)).toBe(42);
});

test("a target whose clock runs ahead does not shorten the wait", () => {
  const fiveMinutes = 300_000;
  const stamps = { waitingSince: 10_100 + fiveMinutes, replySentAt: 13_100 };
  expect(humanReplySimMs(10_000, 13_300, stamps, 10, QUEUED)).toBe(2_950 * 10 + 350);
  expect(humanReplySimMs(10_000, 13_300, stamps, 10, null)).toBe(3_100 * 10 + 200);
});
