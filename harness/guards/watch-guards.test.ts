import { expect, test } from "vitest";
import type { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { guardSchema } from "../../core/schema/guard.ts";
import type { Reading } from "./guard.ts";
import { type GuardClock, COUNTER_PACE, watchGuards } from "./watch-guards.ts";

/** A clock that the test steps; answers come after `answerMs`, or never. */
function aWatch(answer: (nowMs: number) => Reading, answerMs: (nowMs: number) => number = () => 10) {
  let now = 0;
  let due: { at: number; call: () => void }[] = [];
  let underWay = 0;
  let mostUnderWay = 0;
  const faults: FieldproofError[] = [];
  const after = (ms: number, call: () => void) => {
    const one = { at: now + ms, call };
    due.push(one);
    return () => {
      due = due.filter((other) => other !== one);
    };
  };
  const clock: GuardClock = { now: () => now, wall: () => 1_000_000 + now, after };
  const read = async (): Promise<Reading> => {
    underWay += 1;
    mostUnderWay = Math.max(mostUnderWay, underWay);
    const asked = now;
    await new Promise<void>((resolve) => after(answerMs(asked), resolve));
    underWay -= 1;
    return answer(asked);
  };
  const guards = [
    guardSchema.parse({ name: "queue", signal: { counter: "depth" }, above: 10, forWallSec: 1 }),
    guardSchema.parse({ name: "never", signal: { counter: "depth" }, above: 1e9, forWallSec: 1 }),
  ];
  const watch = watchGuards(guards, { read }, (fault) => faults.push(fault), COUNTER_PACE, clock);
  const pass = async (ms: number): Promise<void> => {
    for (const end = now + ms; ; ) {
      // Whoever waits goes on before time does.
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
      const next = due.toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > end) break;
      due = due.filter((one) => one !== next);
      now = next.at;
      next.call();
    }
  };
  return { watch, pass, faults, most: () => mostUnderWay };
}

test("the first guard that trips is told once, with its figures", async () => {
  const { pass, faults } = aWatch((now) => ({ depth: now < 2000 ? 3 : 12 }));
  await pass(20_000);
  expect(faults.map(({ code, details }) => [code, details])).toEqual([
    [
      "FP-GUARD-001",
      { guard: "queue", signal: "depth", value: 12, limit: 10, since: new Date(1_002_010).toISOString() },
    ],
  ]);
});

test("a benign signal trips nothing, and the account says how often it was read", async () => {
  const { watch, pass, faults } = aWatch(() => ({ depth: 10 }));
  await pass(10_000);
  expect([faults, watch.stop()]).toEqual([[], { reads: 20, unread: 0 }]);
  await pass(10_000);
  expect(watch.stop().reads).toBe(20);
});

test("a target that hangs makes its guards blind within four seconds, and is asked no second time meanwhile", async () => {
  const { pass, faults, most } = aWatch(
    () => ({ depth: 1 }),
    () => 60_000,
  );
  await pass(4000);
  expect([faults.map(({ code }) => code), most()]).toEqual([["FP-GUARD-002"], 1]);
});

test("a target that is slow now and then is read all the same", async () => {
  const { pass, faults, watch } = aWatch(
    () => ({ depth: 1 }),
    (now) => (now % 5000 < COUNTER_PACE.everyMs ? 1200 : 10),
  );
  await pass(30_000);
  expect(faults).toEqual([]);
  expect(watch.stop().unread).toBeGreaterThan(0);
});
