import { beforeEach, expect, test, vi } from "vitest";
import type { SocketHandlers, Timers } from "../../../../core/contract/ports.ts";
import type { Message } from "../../../../core/schema/wire.ts";
import type { Answer } from "../shared/exchange.ts";
import { Follower } from "./follow.ts";

const message = (seq: number): Message => ({
  ...{ id: `m${seq}`, seq, contactId: "c", author: "agent", text: `text ${seq}`, at: seq },
});
const good = (body: unknown): Answer => ({ ok: true, status: 200, body });
const bad = (status: number, code: string): Answer => ({ ok: false, status, code, retryAfterMs: null });

/** Time that passes when a test says so. */
class HandClock implements Timers {
  #waits: { left: number; done: () => void }[] = [];

  wait(ms: number): Promise<void> {
    return new Promise((done) => void this.#waits.push({ left: ms, done }));
  }

  waitOr(ms: number, other: Promise<void>): Promise<void> {
    return Promise.race([this.wait(ms), other]);
  }

  async pass(ms: number): Promise<void> {
    const due = this.#waits.filter((wait) => wait.left <= ms);
    this.#waits = this.#waits.filter((wait) => wait.left > ms).map(({ left, done }) => ({ left: left - ms, done }));
    for (const { done } of due) done();
    await settle();
  }
}

/** Lets every promise that can go on do so. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 30; turn++) await Promise.resolve();
};

/** A stack with one contact, whose sockets and polls the test answers. */
class FakeStack {
  readonly clock = new HandClock();
  readonly seen: number[] = [];
  readonly told: string[] = [];
  readonly sockets: { path: string; handlers: SocketHandlers; closed: boolean }[] = [];
  /** Long polls that were asked for and not answered yet; one without a wait is answered at once. */
  readonly polls: { after: number; waitMs: number; answer: (answer: Answer) => void }[] = [];
  messages: Message[] = [];
  /** What the stack answers to a poll without a wait. */
  now: () => Answer | null = () => null;
  ticket: () => Answer = () => good({ ticket: `t${this.sockets.length + 1}` });

  readonly follower = new Follower(
    {
      timers: this.clock,
      sockets: {
        open: (path, handlers) => {
          const socket = { path, handlers, closed: false };
          this.sockets.push(socket);
          return { close: () => this.close(socket, "1000 done") };
        },
      },
      ticket: async () => this.ticket(),
      feedPath: (ticket, after) => `${ticket} behind ${after}`,
      poll: (after, waitMs) =>
        waitMs > 0
          ? new Promise((answer) => void this.polls.push({ after, waitMs, answer }))
          : Promise.resolve(this.now() ?? good({ messages: this.messages.filter(({ seq }) => seq > after) })),
    },
    0,
    {
      onMessage: ({ seq }) => void this.seen.push(seq),
      onGap: (missed) => void this.told.push(`gap ${missed}`),
      onDelivery: (delivery) => void this.told.push(delivery),
      onEnd: (code) => void this.told.push(`end ${code}`),
    },
  );

  get last() {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new Error("no socket was opened");
    return socket;
  }

  close(socket: (typeof this.sockets)[number], reason: string): void {
    if (socket.closed) return;
    socket.closed = true;
    socket.handlers.onClose(reason);
  }

  arrive(...seqs: number[]): void {
    for (const seq of seqs) {
      this.messages.push(message(seq));
      this.last.handlers.onMessage(JSON.stringify(message(seq)));
    }
  }
}

let stack: FakeStack;
beforeEach(async () => {
  stack = new FakeStack();
  void stack.follower.run();
  await settle();
});

test("hands on what a feed brings, once and in order", async () => {
  expect(stack.last.path).toBe("t1 behind 0");
  stack.last.handlers.onOpen();
  stack.arrive(1, 2);
  stack.last.handlers.onMessage(JSON.stringify(message(2)));
  stack.last.handlers.onMessage("{no json");
  stack.arrive(3);
  await settle();
  expect(stack.seen).toEqual([1, 2, 3]);
  expect(stack.told).toEqual(["live"]);
});

test("resumes behind the last message when the feed breaks", async () => {
  stack.last.handlers.onOpen();
  stack.arrive(1, 2);
  stack.close(stack.last, "1006 ");
  await settle();
  expect(stack.told).toEqual(["live", "lost"]);
  await stack.clock.pass(500);
  expect(stack.last.path).toBe("t2 behind 2");
  stack.last.handlers.onOpen();
  stack.arrive(3);
  expect(stack.seen).toEqual([1, 2, 3]);
  expect(stack.told.at(-1)).toBe("live");
});

test("asks by long poll when no feed opens, and tries the feed again after some polls", async () => {
  stack.close(stack.last, "1006 ");
  await settle();
  await stack.clock.pass(500);
  stack.close(stack.last, "1006 ");
  await settle();
  await stack.clock.pass(1000);
  expect(stack.told).toEqual(["lost", "polling"]);
  expect(stack.polls.map(({ after, waitMs }) => [after, waitMs])).toEqual([[0, 20_000]]);
  for (const seq of [1, 2]) {
    stack.messages.push(message(seq));
    stack.polls.at(-1)?.answer(good({ messages: [message(seq)] }));
    await settle();
  }
  expect(stack.seen).toEqual([1, 2]);
  expect(stack.told).toEqual(["lost", "polling"]);
  expect(stack.last.path).toBe("t3 behind 2");
});

test("fetches what a feed left out, and tells what nobody can bring", async () => {
  stack.last.handlers.onOpen();
  stack.messages.push(message(1), message(2));
  stack.last.handlers.onMessage(JSON.stringify(message(3)));
  await settle();
  expect(stack.seen).toEqual([1, 2, 3]);
  stack.last.handlers.onMessage(JSON.stringify(message(6)));
  await settle();
  expect(stack.seen).toEqual([1, 2, 3, 6]);
  expect(stack.told).toEqual(["live", "gap 2"]);
});

test("finds out about a feed that died without a word", async () => {
  stack.last.handlers.onOpen();
  await settle();
  stack.messages.push(message(1));
  await stack.clock.pass(20_000);
  expect(stack.seen).toEqual([1]);
  expect(stack.last.closed).toBe(true);
  await stack.clock.pass(500);
  expect(stack.last.path).toBe("t2 behind 1");
});

test.each([
  ["4403 withdrawn", "end consent-withdrawn"],
  ["4401 consent expired", "end token-expired"],
  ["4408 too slow", "lost"],
  ["1001 closing", "lost"],
])("knows an end from a break: %s", async (reason, told) => {
  stack.last.handlers.onOpen();
  stack.close(stack.last, reason);
  await settle();
  expect(stack.told.at(-1)).toBe(told);
});

test("stops for good when the session is refused", async () => {
  stack.ticket = () => bad(401, "token-expired");
  stack.close(stack.last, "1006 ");
  await settle();
  await stack.clock.pass(500);
  await stack.clock.pass(60_000);
  expect(stack.told).toEqual(["lost", "end token-expired"]);
  expect(stack.sockets).toHaveLength(1);
});

test("is silent after a stop", async () => {
  stack.last.handlers.onOpen();
  const { handlers } = stack.last;
  stack.follower.stop();
  handlers.onMessage(JSON.stringify(message(1)));
  await stack.clock.pass(60_000);
  expect(stack.seen).toEqual([]);
  expect(stack.told).toEqual(["live"]);
  expect(stack.sockets).toHaveLength(1);
});

test("waits longer after each vain try, and no longer than needed when woken", async () => {
  const ask = vi.fn(() => bad(0, "no-answer"));
  stack.ticket = ask;
  stack.close(stack.last, "1006 ");
  await settle();
  expect(ask).not.toHaveBeenCalled();
  await stack.follower.check();
  await settle();
  expect(ask).toHaveBeenCalledTimes(1);
  const polled = vi.fn(() => bad(0, "no-answer"));
  stack.now = polled;
  for (const [pause, times] of [
    [1000, 1],
    [2000, 2],
    [4000, 3],
    [8000, 4],
    [8000, 5],
  ] as const) {
    await stack.clock.pass(pause - 1);
    expect(polled).toHaveBeenCalledTimes(times - 1);
    await stack.clock.pass(1);
    expect(polled).toHaveBeenCalledTimes(times);
  }
});
