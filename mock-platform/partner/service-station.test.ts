import { expect, test } from "vitest";
import type { PartnerPlan } from "../../core/schema/partner-wire.ts";
import { manualScheduler } from "../testing/manual-scheduler.ts";
import { ServiceStation } from "./service-station.ts";

/** Every piece of work takes its mean: -ln(1 - u) is 1. */
const MEAN = { next: () => 1 - Math.exp(-1) };
const station = (plan: Partial<Pick<PartnerPlan, "servers" | "queue">> = {}, timeFactor = 1) => {
  const time = manualScheduler();
  const done: string[] = [];
  const service = { distribution: "exponential", meanSec: 10, sigma: 0.5 } as const;
  const made = new ServiceStation({
    plan: { servers: 2, queue: 1, service, ...plan },
    rng: MEAN,
    scheduler: time,
    timeFactor,
  });
  return { time, done, made, enter: (name: string) => made.enter(() => done.push(name)) };
};

test("two at work, one waits, the fourth is refused; the one who waits comes next", () => {
  const { enter, made, time, done } = station();
  expect(["a", "b", "c", "d"].map(enter)).toEqual([true, true, true, false]);
  expect(made.status()).toEqual({ servers: 2, busy: 2, waiting: 1 });
  time.pass(9999);
  expect(done).toEqual([]);
  time.pass(2);
  expect(done).toEqual(["a", "b"]);
  time.pass(10_000);
  expect(done).toEqual(["a", "b", "c"]);
});

test("simulated service shrinks by the time factor", () => {
  const { enter, time, done } = station({}, 10);
  enter("a");
  time.pass(1001);
  expect(done).toEqual(["a"]);
});

test("fewer servers: who is at work finishes, nobody takes the place; more: the queue moves at once", () => {
  const { enter, made, time, done } = station({ queue: 8 });
  for (const name of ["a", "b", "c", "d"]) enter(name);
  made.setServers(1);
  expect(made.status()).toEqual({ servers: 1, busy: 2, waiting: 2 });
  time.pass(10_001);
  expect(made.status()).toEqual({ servers: 1, busy: 1, waiting: 1 });
  made.setServers(2);
  expect(made.status()).toEqual({ servers: 2, busy: 2, waiting: 0 });
  time.pass(10_001);
  expect(done).toEqual(["a", "b", "c", "d"]);
  expect(() => made.setServers(1.5)).toThrow(RangeError);
});

test("no bound lets everybody in, and slowness stretches what begins", () => {
  const { enter, made, time, done } = station({ servers: 1, queue: null });
  expect(Array.from({ length: 500 }, (_, n) => enter(String(n))).every(Boolean)).toBe(true);
  made.setSlowness(3);
  time.pass(10_001);
  expect(done).toHaveLength(1);
  time.pass(29_000);
  expect(done).toHaveLength(1);
  expect(made.expectedWaitSec()).toBeCloseTo(499 * 30);
  made.clear();
  expect(made.status()).toEqual({ servers: 1, busy: 0, waiting: 0 });
  time.pass(1e6);
  expect(done).toHaveLength(1);
});
