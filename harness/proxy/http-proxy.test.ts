import { randomBytes } from "node:crypto";
import { Agent, type RequestListener, createServer } from "node:http";
import { connect, createServer as createNetServer } from "node:net";
import { afterEach, expect, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import type { ToxicInput } from "../../core/schema/toxic.ts";
import { type FaultProxy, startFaultProxy } from "./fault-proxy.ts";
import { Bench, ask } from "./testing/bench.ts";
import { SteppedTime } from "./testing/stepped-time.ts";

const bench = new Bench();
afterEach(() => bench.close());

const start = async (listener: RequestListener, seed = 7) => {
  const time = new SteppedTime();
  const server = createServer(listener);
  const upstream = await bench.listen(server);
  const proxy = await startFaultProxy({ mode: "http", upstream, seed, time });
  bench.later(() => proxy.stop());
  return { proxy, time, server, upstream };
};

const counts = (proxy: FaultProxy) => {
  const { held, ended } = proxy.status();
  return [...held, ...ended][0]?.counts;
};
const toxic = (rest: object): ToxicInput => ({ name: "t", ttlMs: 600_000, ...rest }) as ToxicInput;
const ok: RequestListener = (_request, response) => void response.end("ok");

const mirror: RequestListener = (request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    response.writeHead(207, "Mixed Bag", [
      "X-Seen",
      JSON.stringify(request.rawHeaders),
      "set-cookie",
      "a=1",
      "Set-Cookie",
      "b=2",
    ]);
    response.end(Buffer.concat(chunks));
  });
};

test("a large body, headers and the reason phrase come as they were sent, both ways", async () => {
  const { proxy } = await start(mirror);
  const body = randomBytes(8_000_000);
  const headers = [
    "Host",
    "support.example",
    "X-Odd-Case",
    "ÿ",
    "x-odd-case",
    "two",
    "Content-Length",
    String(body.length),
  ];
  const answer = await ask({ ...proxy.address, method: "POST", path: "/up?x=%20", headers }, body);
  expect(answer.error).toBeNull();
  expect(answer.status).toBe(207);
  expect(answer.body.equals(body)).toBe(true);
  const seen: string[] = JSON.parse(answer.rawHeaders[answer.rawHeaders.indexOf("X-Seen") + 1] ?? "[]");
  expect(seen.slice(0, headers.length)).toEqual(headers);
  expect(answer.rawHeaders.filter((each) => /^(a|b)=|set-cookie/i.test(each))).toEqual([
    "set-cookie",
    "a=1",
    "Set-Cookie",
    "b=2",
  ]);
});

test("chunked bodies and trailers pass, and a HEAD has none", async () => {
  const { proxy } = await start((request, response) => {
    if (request.method === "HEAD") return void response.writeHead(200, { "content-length": 500 }).end();
    response.writeHead(200, { trailer: "x-sum" });
    response.write("one,");
    response.addTrailers({ "x-sum": "7" });
    response.end("two");
  });
  const answer = await ask({ ...proxy.address, path: "/" });
  expect([String(answer.body), answer.trailers]).toEqual(["one,two", ["x-sum", "7"]]);
  const head = await ask({ ...proxy.address, path: "/", method: "HEAD" });
  expect([head.status, head.body.length, head.error]).toEqual([200, 0, null]);
  expect(head.rawHeaders).toContain("500");
});

test("kept-alive requests of one client use one upstream connection, each client its own", async () => {
  const { proxy, server } = await start(ok);
  let connections = 0;
  server.on("connection", () => {
    connections += 1;
  });
  for (const _client of [1, 2]) {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    bench.later(() => agent.destroy());
    for (let round = 0; round < 5; round++)
      expect((await ask({ ...proxy.address, path: "/", agent })).status).toBe(200);
  }
  expect(connections).toBe(2);
});

test("pipelined requests are answered in their order", async () => {
  const { proxy } = await start((request, response) => void response.end(`[${request.url}]`));
  const client = await bench.dial(proxy.address);
  const line = (path: string, more = "") => `GET ${path} HTTP/1.1\r\nHost: x\r\n${more}\r\n`;
  client.socket.write(line("/1") + line("/2") + line("/3", "Connection: close\r\n"));
  expect(await client.over).toBe("end");
  expect(String(client.received).match(/\[.*?\]/g)).toEqual(["[/1]", "[/2]", "[/3]"]);
});

test("Expect: 100-continue waits for the upstream's word", async () => {
  const { proxy } = await start(mirror);
  const client = await bench.dial(proxy.address);
  client.socket.write(
    "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n",
  );
  expect(String(await client.bytes(25))).toBe("HTTP/1.1 100 Continue\r\n\r\n");
  client.socket.write("hi");
  await client.over;
  expect(String(client.received)).toMatch(/HTTP\/1\.1 207 Mixed Bag[\s\S]*hi/);
});

const sockets = async () => {
  const { proxy, server, ...rest } = await start(ok);
  const sockets = new WebSocketServer({ server });
  sockets.on("connection", (socket) => socket.on("message", (data, binary) => socket.send(data, { binary })));
  return { proxy, ...rest, url: `ws://127.0.0.1:${proxy.address.port}/feed?since=1` };
};

test("a WebSocket passes byte for byte and is struck by its route", async () => {
  const { proxy, url } = await sockets();
  const socket = new WebSocket(url);
  bench.later(() => socket.terminate());
  await new Promise((resolve) => socket.once("open", resolve));
  const sent = randomBytes(300_000);
  const back = new Promise<Buffer>((resolve) => socket.once("message", (data: Buffer) => resolve(data)));
  socket.send(sent);
  expect((await back).equals(sent)).toBe(true);
  proxy.add([toxic({ type: "reset_peer", timeoutMs: 0, route: { path: "/other" } })]);
  expect(socket.readyState).toBe(WebSocket.OPEN);
  const over = new Promise<number>((resolve) => socket.once("close", resolve));
  socket.on("error", () => undefined);
  proxy.add([toxic({ name: "u", type: "reset_peer", timeoutMs: 0, route: { path: "/feed" } })]);
  expect(await over).toBe(1006);
});

test("a status refuses the handshake of a WebSocket", async () => {
  const { proxy, url } = await sockets();
  proxy.add([toxic({ type: "status", status: 503 })]);
  const socket = new WebSocket(url);
  const status = await new Promise((resolve) => {
    socket.once("error", () => undefined);
    socket.once("unexpected-response", (_request, response) => resolve(response.statusCode));
  });
  expect(status).toBe(503);
  expect(counts(proxy)?.hit).toBe(1);
});

test("a status is answered on its route and method only, and the upstream never hears of it", async () => {
  const heard: string[] = [];
  const { proxy } = await start((request, response) => {
    heard.push(`${request.method} ${request.url}`);
    response.end("ok");
  });
  const route = { methods: ["POST"], path: "/v1/*/messages" };
  proxy.add([toxic({ type: "status", status: 429, body: "slow down", headers: { "retry-after": "3" }, route })]);
  const struck = await ask({ ...proxy.address, method: "POST", path: "/v1/c1/messages" }, randomBytes(2_000_000));
  expect([struck.status, String(struck.body)]).toEqual([429, "slow down"]);
  expect(struck.rawHeaders).toContain("3");
  expect((await ask({ ...proxy.address, method: "GET", path: "/v1/c1/messages" })).status).toBe(200);
  expect((await ask({ ...proxy.address, method: "POST", path: "/v1/messages" }, Buffer.from("x"))).status).toBe(200);
  expect(heard).toEqual(["GET /v1/c1/messages", "POST /v1/messages"]);
  expect(counts(proxy)).toMatchObject({ eligible: 1, chosen: 1, hit: 1 });
});

test("a share of 10 % strikes a pinned number of 1,000 requests, the same ones for the same seed", async () => {
  const struck = async (seed: number): Promise<number[]> => {
    const { proxy } = await start(ok, seed);
    proxy.add([toxic({ type: "status", status: 500, share: 0.1 })]);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    bench.later(() => agent.destroy());
    const hits: number[] = [];
    for (let index = 0; index < 1000; index++)
      if ((await ask({ ...proxy.address, path: "/", agent })).status === 500) hits.push(index);
    expect(counts(proxy)).toMatchObject({ eligible: 1000, chosen: hits.length, hit: hits.length });
    return hits;
  };
  const first = await struck(7);
  // Binomial(1000, 0.1): 99.9 % of seeds lie within 70 and 132.
  expect(first.length).toBeGreaterThanOrEqual(70);
  expect(first.length).toBeLessThanOrEqual(132);
  expect(first.length).toBe(109);
  expect(await struck(7)).toEqual(first);
  expect(await struck(8)).not.toEqual(first);
});

test("latency of both directions adds up, once each", async () => {
  const { proxy, time } = await start(ok);
  proxy.add([
    toxic({ name: "up", type: "latency", latencyMs: 100, direction: "upstream" }),
    toxic({ name: "down", type: "latency", latencyMs: 250 }),
  ]);
  const armed = time.armed();
  let over = false;
  const answer = ask({ ...proxy.address, path: "/" }).finally(() => {
    over = true;
  });
  await armed;
  const next = time.armed();
  await time.pass(100);
  await next;
  await time.pass(249);
  expect(over).toBe(false);
  await time.pass(1);
  expect(String((await answer).body)).toBe("ok");
  expect(proxy.status().held.map(({ counts: { heldMs } }) => heldMs)).toEqual([100, 250]);
});

test("a truncated body is seen as truncated, whether its length was told or not", async () => {
  const { proxy } = await start((request, response) => {
    if (request.url === "/told") response.writeHead(200, { "content-length": 1000 });
    response.end(Buffer.alloc(1000, "z"));
  });
  proxy.add([toxic({ type: "limit_data", bytes: 400 })]);
  for (const path of ["/told", "/chunked"]) {
    const answer = await ask({ ...proxy.address, path });
    expect([answer.status, answer.body.length, answer.error]).toEqual([200, 400, "ECONNRESET"]);
  }
  expect(counts(proxy)).toMatchObject({ hit: 2, cutBytes: 1200 });
});

test("a slow body trickles at its rate while another route is whole at once", async () => {
  const { proxy, time } = await start((_request, response) => void response.end(Buffer.alloc(2000, "z")));
  proxy.add([toxic({ type: "bandwidth", bytesPerSec: 1000, route: { path: "/slow" } })]);
  const armed = time.armed();
  let over = false;
  const slow = ask({ ...proxy.address, path: "/slow" }).finally(() => {
    over = true;
  });
  await armed;
  expect((await ask({ ...proxy.address, path: "/fast" })).body.length).toBe(2000);
  await time.pass(1900);
  expect(over).toBe(false);
  await time.pass(100);
  expect((await slow).body.length).toBe(2000);
  expect(counts(proxy)?.heldMs).toBeGreaterThan(1900);
});

test("reset and down cut the exchange; a dead upstream is a reset, not a status of the proxy's", async () => {
  const { proxy } = await start(ok);
  proxy.add([toxic({ type: "down", route: { path: "/a" } })]);
  expect(await ask({ ...proxy.address, path: "/a" })).toMatchObject({ status: 0, error: "ECONNRESET" });
  expect((await ask({ ...proxy.address, path: "/b" })).status).toBe(200);
  const gone = createServer();
  const upstream = await bench.listen(gone);
  await new Promise((resolve) => gone.close(resolve));
  const dead = await startFaultProxy({ mode: "http", upstream, seed: 1 });
  bench.later(() => dead.stop());
  expect(await ask({ ...dead.address, path: "/" })).toMatchObject({ status: 0, error: "ECONNRESET" });
});

test("an upstream that breaks off in a body breaks off at the client too", async () => {
  const { proxy } = await start((request, response) => {
    response.writeHead(200, { "content-length": 100 });
    response.write("part", () => request.socket.destroy());
  });
  const answer = await ask({ ...proxy.address, path: "/" });
  expect([String(answer.body), answer.error]).toEqual(["part", "ECONNRESET"]);
});

test("a client that leaves takes its upstream exchange along", async () => {
  let left: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => {
    left = resolve;
  });
  const { proxy } = await start((_request, response) => {
    response.write("begun");
    response.once("close", left);
  });
  const client = connect(proxy.address);
  client.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  client.once("data", () => client.destroy());
  await gone;
});

test("what is no HTTP is cut without an answer", async () => {
  const { proxy } = await start(ok);
  const client = await bench.dial(proxy.address);
  client.socket.write("\u0000nonsense\r\n\r\n");
  await client.over;
  expect(client.received.length).toBe(0);
});

test("a client that half-closes after its request still has its answer, and the upstream sees the FIN", async () => {
  const upstream = await bench.listen(
    createNetServer({ allowHalfOpen: true }, (socket) => {
      socket.resume().once("end", () => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nlate"));
    }),
  );
  const proxy = await startFaultProxy({ mode: "http", upstream, seed: 1 });
  bench.later(() => proxy.stop());
  const client = await bench.dial(proxy.address);
  client.socket.end("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  expect(await client.over).toBe("end");
  expect(String(client.received)).toMatch(/late$/);
});

test.each([
  "HTTP/1.1 099 Odd\r\ncontent-length: 0\r\n\r\n",
  "HTTP/1.1 101 No\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n",
  "nonsense\r\n\r\n",
])("an upstream that answers %j is a reset, and the proxy lives on", async (answer) => {
  let broken = true;
  const upstream = await bench.listen(
    createNetServer((socket) => {
      socket.once("data", () => socket.end(broken ? answer : "HTTP/1.1 204 Fine\r\nconnection: close\r\n\r\n"));
    }),
  );
  const proxy = await startFaultProxy({ mode: "http", upstream, seed: 1 });
  bench.later(() => proxy.stop());
  expect(await ask({ ...proxy.address, path: "/" })).toMatchObject({ status: 0, error: "ECONNRESET" });
  broken = false;
  expect((await ask({ ...proxy.address, path: "/" })).status).toBe(204);
});
