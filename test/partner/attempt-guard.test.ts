import { afterEach, expect, test } from "vitest";
import type { CallPolicy } from "../../core/schema/call-policy.ts";
import { attemptGuard } from "../../mock-platform/partner-calls/attempt-guard.ts";
import type { CallAnswer } from "../../mock-platform/partner-calls/call-answer.ts";
import { createVirtualClock, type VirtualClock } from "../../harness/simulation/virtual-clock.ts";
import { onVirtualGlobals } from "./virtual-globals.ts";

let back = (): void => {};
afterEach(() => back());

const POLICY: CallPolicy = {
  timeoutSec: 40,
  bulkhead: { atOnce: 2, queue: 1 },
  breaker: { failureShare: 0.5, windowSec: 40, leastCalls: 4, openSec: 20 },
  retries: {
    ...{ most: 0, budgetShare: null, backoffSec: 0, longestBackoffSec: 0 },
    ...{ honourRetryAfter: false, longestRetryAfterSec: 0 },
  },
  hedgeAfterSec: null,
};
const GOOD: CallAnswer = { kind: "unknown" };
const CUT: CallAnswer = { kind: "failed", why: "cut" };

const bench = (policy: Partial<CallPolicy> = {}): { virtual: VirtualClock; guard: ReturnType<typeof attemptGuard> } => {
  const virtual = createVirtualClock(1_800_000_000_000);
  back = onVirtualGlobals(virtual);
  return { virtual, guard: attemptGuard({ ...POLICY, ...policy }, 10) };
};

test("the time-out is a tenth of its simulated length at time factor 10", async () => {
  const { virtual, guard } = bench();
  let at = 0;
  const asked = guard
    .run(() => new Promise(() => {}))
    .then((answer) => {
      at = virtual.clock.now() - 1_800_000_000_000;
      return answer;
    });
  await virtual.runDry();
  expect(await asked).toEqual({ kind: "failed", why: "time-out" });
  expect(at).toBe(4000);
});

test("the bulkhead holds two, lets one wait and turns the fourth away", async () => {
  const { virtual, guard } = bench();
  const slow = (): Promise<CallAnswer> => new Promise((resolve) => void virtual.after(1000, () => resolve(GOOD)));
  const all = Promise.all([1, 2, 3, 4].map(() => guard.run(slow)));
  await virtual.runDry();
  expect(await all).toEqual([GOOD, GOOD, GOOD, { kind: "failed", why: "bulkhead-full" }]);
});

test("the breaker opens on failures, tries one after its time, and closes when that is good", async () => {
  const { virtual, guard } = bench();
  for (let turn = 0; turn < 4; turn += 1) expect(await guard.run(async () => CUT)).toEqual(CUT);
  expect(guard.isOpen()).toBe(true);
  expect(await guard.run(async () => GOOD)).toEqual({ kind: "failed", why: "breaker-open" });
  virtual.after(1999, () => {});
  await virtual.runDry();
  expect(await guard.run(async () => GOOD)).toEqual({ kind: "failed", why: "breaker-open" });
  virtual.after(1, () => {});
  await virtual.runDry();
  expect(await guard.run(async () => GOOD)).toEqual(GOOD);
  expect(guard.isOpen()).toBe(false);
});

test("refusals open no breaker, and hide no failures either", async () => {
  const { guard } = bench();
  const refused: CallAnswer = { kind: "refused", retryAfterMs: 1000 };
  for (let turn = 0; turn < 50; turn += 1) expect(await guard.run(async () => refused)).toEqual(refused);
  expect(guard.isOpen()).toBe(false);
  for (let turn = 0; turn < 4; turn += 1) await guard.run(async () => CUT);
  expect(guard.isOpen()).toBe(true);
});
