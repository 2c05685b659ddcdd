import { expect, test } from "vitest";
import type { Message } from "../../core/schema/wire.ts";
import { seededDefects } from "../defects.ts";
import { messageAct } from "../desk/acts.ts";
import { manualScheduler } from "../testing/manual-scheduler.ts";
import { type FeedSocket, feed, MOST_WAITING_BYTES, PING_EVERY_MS } from "./feed.ts";
import { DeliveryHub } from "./hub.ts";

/** A socket whose network takes what it is sent only when the test drains it. */
const slowSocket = () => {
  const listeners = new Map<string, () => void>();
  const unsent: { bytes: number; sent: () => void }[] = [];
  const state = { seen: [] as number[], pings: 0, closed: null as number | null, terminated: false };
  const socket: FeedSocket = {
    get bufferedAmount() {
      return unsent.reduce((sum, { bytes }) => sum + bytes, 0);
    },
    readyState: 1,
    send: (text, sent) => {
      const message: Message = JSON.parse(text);
      state.seen.push(message.seq);
      unsent.push({ bytes: text.length, sent });
    },
    ping: () => {
      state.pings += 1;
    },
    close: (code) => {
      state.closed = code;
    },
    terminate: () => {
      state.terminated = true;
    },
    on: (event, listener) => listeners.set(event, listener),
  };
  const drain = (): void => {
    for (let next = unsent.shift(); next !== undefined; next = unsent.shift()) next.sent();
  };
  return { socket, state, drain, emit: (event: string) => listeners.get(event)?.() };
};

const setUp = () => {
  const scheduler = manualScheduler();
  const hub = new DeliveryHub(seededDefects([]), scheduler);
  hub.goLive();
  let seq = 0;
  const say = (bytes: number): void => {
    seq += 1;
    hub.apply(messageAct({ id: `m${seq}`, seq, contactId: "c", author: "agent", text: "x".repeat(bytes), at: seq }));
  };
  return { scheduler, hub, say };
};
const upTo = (last: number): number[] => Array.from({ length: last }, (_, place) => place + 1);

test("a backlog of any size goes out at the reader's pace and cuts nobody off", () => {
  const { scheduler, hub, say } = setUp();
  for (let count = 0; count < 100; count += 1) say(60_000);
  const { socket, state, drain } = slowSocket();
  feed(hub, scheduler, socket, { contactId: "c", after: 0 });
  expect(state.seen.length).toBeLessThan(5);
  say(10);
  drain();
  expect(state.seen).toEqual(upTo(101));
  expect(state.closed).toBeNull();
});

test("news beyond the limit that wait behind unread ones cut the reader off; what was read in time does not count", () => {
  const { scheduler, hub, say } = setUp();
  const { socket, state, drain } = slowSocket();
  feed(hub, scheduler, socket, { contactId: "c", after: 0 });
  for (let round = 0; round < 5; round += 1) {
    for (let bytes = 0; bytes < MOST_WAITING_BYTES - 60_000; bytes += 60_000) say(60_000);
    drain();
  }
  expect(state.closed).toBeNull();
  const before = state.seen.length;
  for (let bytes = 0; bytes < MOST_WAITING_BYTES + 180_000; bytes += 60_000) say(60_000);
  expect(state.closed).toBe(4408);
  expect(state.seen.length - before).toBeLessThan(4);
  expect(hub.followers()).toBe(0);
  scheduler.pass(1000);
  expect(state.terminated).toBe(true);
});

test("a reader who answers no ping is cut off at the next one; one who answers stays", () => {
  const { scheduler, hub } = setUp();
  const [silent, lively] = [slowSocket(), slowSocket()];
  for (const { socket } of [silent, lively]) feed(hub, scheduler, socket, { contactId: "c", after: 0 });
  scheduler.pass(PING_EVERY_MS);
  lively.emit("pong");
  expect([silent.state.closed, lively.state.closed]).toEqual([null, null]);
  scheduler.pass(PING_EVERY_MS);
  expect([silent.state.closed, lively.state.closed]).toEqual([4408, null]);
  expect(hub.followers()).toBe(1);
});

test("a socket that closed or broke is not followed for, pinged or sent to any more", () => {
  for (const event of ["close", "error"]) {
    const { scheduler, hub, say } = setUp();
    const { socket, state, emit } = slowSocket();
    feed(hub, scheduler, socket, { contactId: "c", after: 0 });
    emit(event);
    expect(hub.followers()).toBe(0);
    say(10);
    scheduler.pass(10 * PING_EVERY_MS);
    expect(state).toMatchObject({ seen: [], pings: 0, closed: null, terminated: event === "error" });
    expect(scheduler.waiting()).toBe(0);
  }
});
