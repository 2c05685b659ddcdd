import { expect, test } from "vitest";
import type { SocketHandlers } from "../../../core/contract/ports.ts";
import {
  type Answer,
  aPost,
  aQuestion,
  type Desk,
  deskWith,
  listener,
  openVirtualDesk,
} from "../../../test/http-target/virtual-desk.ts";
import { createHttpCustomer } from "./customer.ts";

const withSocket = (section: string): string =>
  section.replace("ownVisible: true", "ownVisible: false").replace(
    "      everyMs: 1000",
    `      everyMs: 1000
      via: websocket
      socket:
        ticket: { request: { method: POST, path: "/cases/{contact}/ticket" }, read: { ticket: /ticket } }
        path: "/feed/{contact}?ticket={ticket}&from={cursor}"
        hello: [{ command: subscribe, to: "case {contact}", pass: "{visitor}" }]
        items: /post
        quietMs: 3000`,
  );

const frame = (no: number): string => JSON.stringify({ post: aPost(no) });
const ticket: Desk = (line, asked) =>
  line === "POST /cases/17/ticket" ? { json: { ticket: `t&${asked.length}` } } : undefined;

async function follow(
  ms: number,
  onSocket: (handlers: SocketHandlers, after: (ms: number, act: () => void) => void, nth: number) => void,
  polls: readonly Answer[] = [{ json: { posts: [] } }],
  delivery: "websocket" | "long-poll" = "websocket",
) {
  let opened = 0;
  const stage = openVirtualDesk(deskWith(polls, ticket), {
    change: withSocket,
    onSocket: (handlers) => onSocket(handlers, stage.time.after, opened++),
  });
  const customer = createHttpCustomer(stage.options);
  await stage.time.run(customer.open(aQuestion()));
  const heard = listener();
  const following = customer.follow("17", 0, delivery, heard.handlers);
  await stage.time.run(stage.time.timers.wait(ms));
  following.stop();
  await stage.time.runDry();
  expect(stage.sockets.every(({ closed }) => closed)).toBe(true);
  return {
    ...stage,
    ...heard,
    polls: stage.asked.filter(({ line }) => line.startsWith("GET")).map(({ atMs }) => atMs),
  };
}

test("posts come as they are written, pings are no posts, and junk is told once", async () => {
  const { told, sockets, polls } = await follow(2500, (socket, after) => {
    after(100, () => socket.onOpen());
    after(300, () => socket.onMessage(frame(1)));
    after(400, () => socket.onMessage('{"type":"ping"}'));
    after(500, () => socket.onMessage("junk"));
    after(600, () => socket.onMessage("more junk"));
    after(900, () => socket.onMessage(frame(2)));
  });
  expect(told).toEqual(["agent 1", "replies 0 bad-json", "agent 2"]);
  expect(sockets.map(({ url }) => url)).toEqual(["ws://desk.test/feed/17?ticket=t%263&from=0"]);
  expect(sockets[0]?.said).toEqual(['{"command":"subscribe","to":"case 17","pass":"visitor-token-1"}']);
  expect(polls).toEqual([]);
});

test("one that breaks is opened anew with another ticket, from the last post on", async () => {
  const { told, sockets } = await follow(2000, (socket, after, nth) => {
    after(10, () => socket.onOpen());
    after(100, () => socket.onMessage(frame(nth + 1)));
    if (nth === 0) after(200, () => socket.onClose("reset by peer"));
  });
  expect(told).toEqual(["agent 1", "socket 0 reset by peer", "reconnect", "agent 2"]);
  expect(sockets[1]?.url).toContain("&from=1");
});

test("one that connects and never speaks is checked by polls, and left when they have news", async () => {
  const news = [{ json: { posts: [] } }, { json: { posts: [aPost(1)] } }, { json: { posts: [] } }];
  const { told, polls, sockets } = await follow(10_000, (socket, after) => after(10, () => socket.onOpen()), news);
  expect(told).toEqual(["agent 1", "replies 0 socket-silent"]);
  expect(polls.slice(0, 4)).toEqual([3010, 6010, 7010, 8010]);
  expect(sockets).toHaveLength(1);
});

test("what a check finds and the socket brings a moment later is one post, and the socket stays", async () => {
  const news = [{ json: { posts: [aPost(1)] } }, { json: { posts: [] } }];
  const { told, sockets } = await follow(
    8000,
    (socket, after) => {
      after(10, () => socket.onOpen());
      after(3500, () => socket.onMessage(frame(1)));
      after(4000, () => socket.onMessage(frame(2)));
    },
    news,
  );
  expect(told).toEqual(["agent 1", "agent 2"]);
  expect(sockets).toHaveLength(1);
});

test("one that never opens, or breaks each time, is given up for polls", async () => {
  const never = await follow(25_000, () => {});
  expect(never.told).toEqual([
    ...["socket 0 socket-not-open", "reconnect", "socket 0 socket-not-open", "reconnect", "socket 0 socket-not-open"],
    "replies 0 socket-given-up",
  ]);
  expect(never.polls.length).toBeGreaterThan(5);
  const refused = await follow(5000, (socket) => socket.onClose("refused visitor-token-1"));
  expect(refused.told.filter((line) => line.startsWith("socket"))).toEqual(Array(3).fill("socket 0 refused ***"));
  expect(refused.sockets).toHaveLength(3);
});

test("no ticket is no socket; polls take over", async () => {
  const stage = openVirtualDesk(deskWith([{ json: { posts: [aPost(1)] } }, { json: { posts: [] } }]), {
    change: withSocket,
  });
  const customer = createHttpCustomer(stage.options);
  await stage.time.run(customer.open(aQuestion()));
  const { told, handlers } = listener();
  const following = customer.follow("17", 0, "websocket", handlers);
  await stage.time.run(stage.time.timers.wait(4000));
  following.stop();
  await stage.time.runDry();
  // The example desk takes any POST below the case, and hands out nothing.
  expect(told.filter((line) => line.startsWith("ticket"))).toEqual(Array(3).fill("ticket 204 bad-json"));
  expect(told.at(-1)).toBe("agent 1");
  expect(stage.sockets).toEqual([]);
});

test("a customer who polls opens no socket", async () => {
  const { sockets, told } = await follow(
    1500,
    () => {},
    [{ json: { posts: [aPost(1)] } }, { json: { posts: [] } }],
    "long-poll",
  );
  expect([sockets.length, told]).toEqual([0, ["agent 1"]]);
});
