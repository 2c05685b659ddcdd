import { beforeEach, expect, test } from "vitest";
import type { AddFault } from "../../../core/schema/stack-fault.ts";
import { type ManualScheduler, manualScheduler } from "../../testing/manual-scheduler.ts";
import { settled } from "../../testing/manual-time.ts";
import { FaultBook } from "./fault-book.ts";

let now: number;
let timers: ManualScheduler;
let book: FaultBook;
beforeEach(() => {
  now = 0;
  timers = manualScheduler();
  book = new FaultBook({ monotonic: { now: () => now }, scheduler: timers });
});

const pass = async (ms: number): Promise<void> => {
  now += ms;
  timers.pass(ms);
  await settled();
};
const down = (id: string, ttlMs = 1000): AddFault => ({ id, ttlMs, fault: { kind: "origin-down" } });
const slow = (id: string, delayMs: number, ttlMs = 1000): AddFault => ({
  id,
  ttlMs,
  fault: { kind: "origin-slow", delayMs },
});
/** How a request to the origin fares: null while it is held up. */
const request = (): { outcome: () => string | null } => {
  let outcome: string | null = null;
  book.passOrigin().then(
    () => {
      outcome = "through";
    },
    (error: unknown) => {
      outcome = error instanceof Object && "code" in error ? String(error.code) : "?";
    },
  );
  return { outcome: () => outcome };
};
const outcomeOf = async (): Promise<string | null> => {
  const { outcome } = request();
  await settled();
  return outcome();
};

test("without faults the origin is reached at once", async () => {
  expect(await outcomeOf()).toBe("through");
  expect(book.list()).toEqual({ held: [], ended: [] });
});

test("down refuses and is counted until it is removed", async () => {
  expect(book.add(down("d"))).toEqual({
    fresh: true,
    state: { id: "d", fault: { kind: "origin-down" }, leftMs: 1000, ended: null, struck: 0 },
  });
  expect([await outcomeOf(), await outcomeOf()]).toEqual(["origin-down", "origin-down"]);
  expect(book.remove("d")).toMatchObject({ ended: "removed", struck: 2, leftMs: 0 });
  expect(await outcomeOf()).toBe("through");
  expect(book.remove("d")).toMatchObject({ ended: "removed", struck: 2 });
});

test("slow holds each request up for its time, and for all of its time", async () => {
  book.add(slow("s", 300));
  const held = request();
  await pass(299);
  expect(held.outcome()).toBeNull();
  await pass(1);
  expect(held.outcome()).toBe("through");
  expect(book.list().held).toMatchObject([{ id: "s", struck: 1, leftMs: 700 }]);
});

test("who is held up goes on the moment the fault ends, by removal and by lapse", async () => {
  book.add(slow("s", 60_000));
  const first = request();
  await settled();
  book.remove("s");
  await settled();
  expect(first.outcome()).toBe("through");
  book.add(slow("t", 60_000, 500));
  const second = request();
  await pass(500);
  expect(second.outcome()).toBe("through");
  expect(book.list().ended).toMatchObject([{ id: "s" }, { id: "t", ended: "lapsed", struck: 1 }]);
  expect(timers.waiting()).toBe(0);
});

test("a fault that came while a request was held up strikes it, too", async () => {
  book.add(slow("s", 300));
  const held = request();
  await settled();
  book.add(down("d"));
  await pass(300);
  expect(held.outcome()).toBe("origin-down");
  expect(book.list().held).toMatchObject([
    { id: "s", struck: 1 },
    { id: "d", struck: 1 },
  ]);
});

test("a lease ends by itself and its renewal is refused; a renewal in time counts from then", async () => {
  book.add(down("d"));
  await pass(900);
  expect(book.renew("d", 1000)).toMatchObject({ leftMs: 1000 });
  await pass(999);
  expect(await outcomeOf()).toBe("origin-down");
  await pass(1);
  expect(await outcomeOf()).toBe("through");
  expect(() => book.renew("d", 1000)).toThrow(expect.objectContaining({ code: "fault-lapsed" }));
  expect(book.remove("d")).toMatchObject({ ended: "lapsed", struck: 1 });
});

test("a process that was stopped strikes with nothing that lapsed meanwhile, though no timer has run", async () => {
  book.add(down("d"));
  book.add(slow("s", 300));
  now += 1000;
  expect(await outcomeOf()).toBe("through");
  expect(() => book.renew("d", 1000)).toThrow(expect.objectContaining({ code: "fault-lapsed" }));
  expect(book.list()).toMatchObject({
    held: [],
    ended: [
      { id: "d", ended: "lapsed", struck: 0 },
      { id: "s", ended: "lapsed", struck: 0 },
    ],
  });
});

test("the same order again changes nothing, not even its lease; another under its id is refused", async () => {
  book.add(slow("s", 300));
  await pass(400);
  expect(book.add(slow("s", 300))).toMatchObject({ fresh: false, state: { leftMs: 600 } });
  for (const other of [down("s"), slow("s", 301), slow("s", 300, 1001)])
    expect(() => book.add(other)).toThrow(expect.objectContaining({ code: "fault-differs" }));
  await pass(600);
  expect(book.add(slow("s", 300))).toMatchObject({ fresh: false, state: { ended: "lapsed" } });
  expect(book.list().held).toEqual([]);
});

test("what was never in force is told from what has ended", () => {
  expect(() => book.remove("x")).toThrow(expect.objectContaining({ code: "fault-unknown", status: 404 }));
  expect(() => book.renew("x", 1000)).toThrow(expect.objectContaining({ code: "fault-unknown" }));
});

test("no more than 64 are held, and the last 256 that ended are known", () => {
  for (let index = 0; index < 64; index += 1) book.add(down(`d${index}`));
  expect(() => book.add(down("one-more"))).toThrow(expect.objectContaining({ code: "too-many-faults" }));
  for (let index = 0; index < 64; index += 1) book.remove(`d${index}`);
  for (let index = 0; index < 250; index += 1) {
    book.add(down(`e${index}`));
    book.remove(`e${index}`);
  }
  expect(book.list().ended).toHaveLength(256);
  expect(() => book.remove("d0")).toThrow(expect.objectContaining({ code: "fault-unknown" }));
  expect(book.remove("e0")).toMatchObject({ ended: "removed" });
});
