import { describe, expect, test } from "vitest";
import type { Lane } from "../../core/contract/ids.ts";
import { createQueueOrder, type QueueOrder } from "../../core/judging/queue-order-inversions.ts";
import { seededDefects } from "../defects.ts";
import { isProblem } from "../http/problems.ts";
import { seededRng } from "../runtime/seeded-rng.ts";
import { type TestDesk, testDesk } from "../testing/test-desk.ts";
import type { Waiting } from "./lane-queue.ts";

const LANES: readonly Lane[] = ["stream", "standard"];
const AGENTS = ["ann", "bob", "cleo", "dan"] as const;

/** Customers come, agents poll, claim late or never, give back, pass on, come and go: seeded. */
const live = async (on: TestDesk, seed: number, acts: number): Promise<void> => {
  const rng = seededRng(seed);
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(rng.next() * list.length)];
  const { desk, shifts, handovers } = on.services;
  const offers: { item: Waiting; name: string | null }[] = [];
  const take = async (name: string | null): Promise<void> => {
    const lane = rng.next() < 0.5 ? (pick(LANES) ?? null) : null;
    for (const item of await desk.offer(lane, 1 + Math.floor(rng.next() * 2), 0, name).items)
      offers.push({ item, name });
  };
  const held = (name: string): string | undefined => pick(on.services.book.heldBy(name));
  const act = async (): Promise<unknown> => {
    const name = pick(AGENTS) ?? "ann";
    const draw = rng.next();
    if (draw < 0.3) return on.open({ lane: pick(LANES) ?? "stream" });
    if (draw < 0.5) return take(rng.next() < 0.2 ? null : name);
    if (draw < 0.75) {
      const [one] = offers.splice(Math.floor(rng.next() * offers.length), 1);
      if (one === undefined) return null;
      if (rng.next() < 0.15) return desk.release([one.item]);
      return desk.claim(one.item.contactId, one.name);
    }
    const mine = held(name);
    if (draw < 0.85 && mine !== undefined) return desk.resolve(mine, name);
    if (draw < 0.88 && mine !== undefined) return handovers.release(mine, name);
    if (draw < 0.91 && mine !== undefined)
      return handovers.transfer(mine, { to: { lane: pick(LANES) ?? "stream" }, reason: "for another hand" }, name);
    if (draw < 0.96) return on.time.pass(rng.next() < 0.2 ? 3500 : 200);
    const state = pick(["available", "break", "off"] as const) ?? "off";
    return shifts.set({ agentId: name, state, slots: 3, lanes: [...LANES], groups: [] });
  };
  for (const agentId of AGENTS)
    await shifts.set({ agentId, state: "available", slots: 3, lanes: [...LANES], groups: [] });
  for (let count = 0; count < acts; count += 1) {
    await on.time.pass(1);
    await act().catch((error: unknown) => {
      if (!isProblem(error)) throw error;
    });
  }
};

const judged = async (defects: readonly string[], seed: number): Promise<{ on: TestDesk; order: QueueOrder }> => {
  const on = await testDesk({ defects: seededDefects(defects) });
  await live(on, seed, 600);
  const order = createQueueOrder();
  for (const entry of await on.log()) order.take(entry);
  return { on, order };
};

describe("the queue's order, proved from the log", () => {
  test.each([1, 2, 3, 4, 5])("holds on a clean desk, seed %i", async (seed) => {
    const { order } = await judged([], seed);
    expect(order.claims()).toBeGreaterThan(30);
    expect(order.unproven()).toBe(0);
    expect(order.inversions()).toEqual([]);
  });

  test.each(["queue-jump", "agent-starvation"])("is broken by %s, and the log shows it", async (defect) => {
    const { order } = await judged([defect], 1);
    expect(order.inversions().length).toBeGreaterThan(0);
  });

  test("holds over a restart: what waits keeps its place", async () => {
    const { on } = await judged([], 6);
    const before = on.services.queue.depth(null);
    const again = await testDesk({ store: on.store, time: on.time });
    expect(again.services.queue.depth(null)).toBe(before);
    await live(again, 7, 300);
    const order = createQueueOrder();
    for (const entry of await again.log()) order.take(entry);
    expect(order.inversions()).toEqual([]);
  });
});

describe("one offer", () => {
  const twoAgents = async (): Promise<TestDesk> => {
    const on = await testDesk();
    for (const agentId of ["ann", "bob"])
      await on.services.shifts.set({ agentId, state: "available", slots: 1, lanes: [...LANES], groups: [] });
    return on;
  };

  test("is for one poller at a time, and lapses back to the head", async () => {
    const on = await twoAgents();
    const first = await on.open();
    const second = await on.open();
    const { desk } = on.services;
    const ids = async (name: string) => (await desk.offer("stream", 1, 0, name).items).map((item) => item.contactId);
    expect(await ids("ann")).toEqual([first.contactId]);
    expect(await ids("bob")).toEqual([second.contactId]);
    expect(await ids("bob")).toEqual([]);
    await on.time.pass(3000);
    expect(await ids("bob")).toEqual([first.contactId]);
    expect(on.services.queue.depth("stream")).toBe(2);
  });

  test("given back late is not taken from the one who has it now", async () => {
    const on = await twoAgents();
    const { contactId } = await on.open();
    const { desk, queue } = on.services;
    const stale = await desk.offer("stream", 1, 0, "ann").items;
    await on.time.pass(3000);
    expect(await desk.offer("stream", 1, 0, "bob").items).toHaveLength(1);
    desk.release(stale);
    expect(queue.offeredAt(contactId)).toBe(on.time.now());
    expect(await desk.offer("stream", 1, 0).items).toEqual([]);
  });

  test("goes to a waiting poll as soon as its agent is back, and not while on a break", async () => {
    const on = await twoAgents();
    const { shifts, desk } = on.services;
    const set = (state: "available" | "break") =>
      shifts.set({ agentId: "ann", state, slots: 1, lanes: ["stream"], groups: [] });
    await set("break");
    const { contactId } = await on.open();
    let got: readonly Waiting[] | null = null;
    const poll = desk.offer("stream", 1, 10_000, "ann").items.then((items) => {
      got = items;
    });
    await on.time.pass(5000);
    expect(got).toBeNull();
    await set("available");
    await poll;
    expect(got).toMatchObject([{ contactId }]);
    // A break takes the offer back, and the one who asks next has it at once.
    await set("break");
    expect((await desk.offer("stream", 1, 0, "bob").items).map((item) => item.contactId)).toEqual([contactId]);
  });

  test("that the log refuses reaches nobody and is free again", async () => {
    const on = await testDesk();
    await on.open();
    const append = on.store.append.bind(on.store);
    on.store.append = () => Promise.reject(new Error("the disk is full"));
    await expect(on.services.desk.offer("stream", 1, 0).items).rejects.toThrow("the disk is full");
    on.store.append = append;
    expect(await on.services.desk.offer("stream", 1, 0).items).toHaveLength(1);
  });
});
