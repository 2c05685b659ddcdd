import { expect, test } from "vitest";
import type { HttpResponse, SocketHandlers } from "../../../core/contract/ports.ts";
import type { FollowHandlers, Outcome } from "../../../core/contract/target.ts";
import type { Message } from "../../../core/schema/wire.ts";
import { aMessage } from "../../../test/actors/script-builder.ts";
import { type VirtualClock, createVirtualClock } from "../../../harness/simulation/virtual-clock.ts";
import { createSequence, type FollowTransport, followByPoll, followBySocket, LONG_POLL_MS } from "./follow.ts";

const START = 1_700_000_000_000;

/** What the customer was told, in order: numbers are the `seq` of messages. */
function heard() {
  const told: (number | string)[] = [];
  const handlers: FollowHandlers = {
    onMessage: ({ seq }) => void told.push(seq),
    onDuplicate: (seq) => void told.push(`again ${seq}`),
    onGap: (missed) => void told.push(`gap ${missed}`),
    onReconnect: () => void told.push("reconnect"),
    onFault: ({ where, status, code }) => void told.push(`${where} ${status} ${code}`),
  };
  return { told, handlers };
}

test("passes each message on once and in order, and tells what came again or never came", () => {
  const { told, handlers } = heard();
  const sequence = createSequence(2, handlers);
  for (const seq of [3, 3, 1, 6, 5, 7]) sequence.take(aMessage(seq));
  expect(told).toEqual([3, "again 3", "again 1", "gap 2", 6, "again 5", 7]);
  expect(sequence.last()).toBe(7);
});

interface World {
  readonly time: VirtualClock;
  readonly told: (number | string)[];
  readonly urls: string[];
  readonly polls: string[];
  readonly sockets: SocketHandlers[];
  readonly closed: number[];
}

/** Follows for `ms`; `act` is done beside it. */
async function follow(
  by: typeof followBySocket,
  ms: number,
  target: {
    ticket?: (tries: number) => Outcome<string>;
    poll?: (after: number, tries: number) => Partial<HttpResponse> & { afterMs?: number };
    act?: (world: World, stop: () => void) => void;
  },
): Promise<World> {
  const time = createVirtualClock(START);
  const { told, handlers } = heard();
  const world: World = { time, told, urls: [], polls: [], sockets: [], closed: [] };
  let tickets = 0;
  const transport: FollowTransport = {
    clock: time.clock,
    timers: time.timers,
    ticket: async () => target.ticket?.(tickets++) ?? { ok: true, value: `t${tickets++}` },
    feedUrl: (ticket, after) => `ws://pop/feed?ticket=${ticket}&after=${after}`,
    sockets: {
      open: (url, socket) => {
        world.urls.push(`${time.clock.now() - START} ${url}`);
        const place = world.sockets.push(socket) - 1;
        return { close: () => void world.closed.push(place) };
      },
    },
    pollRequest: async (after, waitMs) => ({
      method: "GET",
      url: String(after),
      headers: {},
      timeoutMs: waitMs,
    }),
    http: {
      send: async ({ url, timeoutMs }) => {
        world.polls.push(`${time.clock.now() - START} after ${url}`);
        const { afterMs, ...answer } = target.poll?.(Number(url), world.polls.length - 1) ?? {};
        await time.timers.wait(afterMs ?? timeoutMs);
        return { status: 200, headers: {}, body: '{"messages":[]}', ...answer };
      },
    },
  };
  const following = by(transport, 2, handlers);
  target.act?.(world, following.stop);
  await time.run(time.timers.wait(ms));
  following.stop();
  return world;
}

const frame = (message: Message): string => JSON.stringify(message);
const page = (...seqs: number[]): string => JSON.stringify({ messages: seqs.map((seq) => aMessage(seq)) });

test("a broken feed is reopened with a new ticket, from the last seen message on", async () => {
  const { told, urls } = await follow(followBySocket, 2000, {
    act: ({ time, sockets }) => {
      time.after(100, () => sockets[0]?.onMessage(frame(aMessage(3))));
      time.after(200, () => sockets[0]?.onClose("reset by peer"));
      time.after(900, () => sockets[1]?.onMessage(frame(aMessage(3))));
      time.after(901, () => sockets[1]?.onMessage(frame(aMessage(4))));
    },
  });
  expect(urls).toEqual(["0 ws://pop/feed?ticket=t0&after=2", "700 ws://pop/feed?ticket=t1&after=3"]);
  expect(told).toEqual([3, "feed 0 reset by peer", "reconnect", "again 3", 4]);
});

test.each(["", "hello", "[]", "{}", '{"seq":3}', JSON.stringify({ ...aMessage(3), seq: "3" })])(
  "a frame that is no message (%j) is a fault and moves nothing",
  async (text) => {
    const { told } = await follow(followBySocket, 500, {
      act: ({ time, sockets }) => {
        time.after(100, () => sockets[0]?.onMessage(text));
        time.after(200, () => sockets[0]?.onMessage(frame(aMessage(3))));
      },
    });
    expect(told).toEqual(["feed 0 bad-body", 3]);
  },
);

test("no ticket: another is asked for after the pause that the target named", async () => {
  const { told, urls } = await follow(followBySocket, 5000, {
    ticket: (tries) =>
      tries === 0
        ? { ok: false, fault: { where: "ticket", status: 429, code: "too-many", retryAfterMs: 3000 } }
        : { ok: true, value: "t" },
  });
  expect(told).toEqual(["ticket 429 too-many", "reconnect"]);
  expect(urls).toEqual(["3000 ws://pop/feed?ticket=t&after=2"]);
});

test("a feed that is refused again and again is tried twice a second, not faster", async () => {
  const { urls, told } = await follow(followBySocket, 10_000, {
    act: ({ time, sockets }) => {
      const refused = new Set<SocketHandlers>();
      for (let ms = 0; ms < 10_000; ms += 10) {
        time.after(ms, () => {
          const socket = sockets.at(-1);
          if (socket === undefined || refused.has(socket)) return;
          refused.add(socket);
          socket.onClose("refused");
        });
      }
    },
  });
  expect([urls.length, told.filter((what) => what === "reconnect").length]).toEqual([20, 19]);
});

test("who stops closes the socket and hears nothing more", async () => {
  const { told, closed, urls } = await follow(followBySocket, 3000, {
    act: ({ time, sockets }, stop) => {
      time.after(100, stop);
      time.after(200, () => sockets[0]?.onMessage(frame(aMessage(3))));
      time.after(300, () => sockets[0]?.onClose("closed"));
    },
  });
  expect([told, closed[0], urls.length]).toEqual([[], 0, 1]);
});

test("the long poll resumes behind what it saw", async () => {
  const { told, polls } = await follow(followByPoll, 4000, {
    poll: (after) => (after === 2 ? { body: page(3, 4), afterMs: 600 } : {}),
  });
  expect(polls).toEqual(["0 after 2", "600 after 4", `${600 + LONG_POLL_MS} after 4`]);
  expect(told).toEqual([3, 4]);
});

test.each([
  ["answers empty at once", {}],
  ["says the same again and again", { body: page(1, 2) }],
  ["is dead", { status: 0, body: "", error: "ECONNREFUSED" }],
  ["answers garbage", { body: "<html>" }],
  ["answers an error with 200", { body: '{"error":"no"}' }],
])("a target that %s is polled twice a second, not faster", async (_name, answer) => {
  const { polls } = await follow(followByPoll, 10_000, { poll: () => ({ ...answer, afterMs: 1 }) });
  expect(polls.length).toBeLessThanOrEqual(21);
  expect(polls.length).toBeGreaterThan(10);
});

test("429 holds the next poll back for as long as was said", async () => {
  const { polls, told } = await follow(followByPoll, 5000, {
    poll: (_after, tries) =>
      tries === 0 ? { status: 429, headers: { "retry-after": "4" }, body: "", afterMs: 1 } : {},
  });
  expect(polls).toEqual(["0 after 2", "4001 after 2"]);
  expect(told).toEqual(["long-poll 429 http-429", "reconnect"]);
});
