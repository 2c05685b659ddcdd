import { expect, test } from "vitest";
import { MOST_PURGES_AT_ONCE, PURGE_EVERY_MS, PurgeGate } from "./purge-gate.ts";

test("as many at once as it may be, then one each half second, and never more than those at once", () => {
  let now = 0;
  const gate = new PurgeGate({ now: () => now });
  const through = (): number => {
    let count = 0;
    for (; gate.waitMs() === 0; count += 1) gate.take();
    return count;
  };
  expect([through(), gate.waitMs()]).toEqual([MOST_PURGES_AT_ONCE, PURGE_EVERY_MS]);
  now += PURGE_EVERY_MS - 1;
  expect([through(), gate.waitMs()]).toEqual([0, 1]);
  now += 1;
  expect(through()).toBe(1);
  now += 3 * PURGE_EVERY_MS;
  expect(through()).toBe(3);
  now += 3_600_000;
  expect(through()).toBe(MOST_PURGES_AT_ONCE);
});
