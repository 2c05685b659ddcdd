import { createHash, randomBytes } from "node:crypto";
import { type Socket, createServer } from "node:net";
import { afterEach, expect, test } from "vitest";
import type { ToxicInput } from "../../core/schema/toxic.ts";
import { startFaultProxy } from "./fault-proxy.ts";
import { Bench } from "./testing/bench.ts";
import { SteppedTime } from "./testing/stepped-time.ts";

const bench = new Bench();
afterEach(() => bench.close());

const echo = () =>
  createServer({ allowHalfOpen: true }, (socket) => {
    socket.pipe(socket);
  });

const start = async (serve: (socket: Socket) => void = (socket) => void socket.pipe(socket)) => {
  const time = new SteppedTime();
  const upstream = await bench.listen(createServer({ allowHalfOpen: true }, serve));
  const proxy = await startFaultProxy({ mode: "tcp", upstream, seed: 7, time });
  bench.later(() => proxy.stop());
  return { proxy, time };
};

const counts = (proxy: Awaited<ReturnType<typeof start>>["proxy"]) => {
  const { held, ended } = proxy.status();
  return [...held, ...ended][0]?.counts;
};

const toxic = (rest: object): ToxicInput => ({ name: "t", ttlMs: 600_000, ...rest }) as ToxicInput;

test("without a toxic 20 MB go there and back byte for byte, with a half-close", async () => {
  const upstream = await bench.listen(echo());
  const proxy = await startFaultProxy({ mode: "tcp", upstream, seed: 1 });
  bench.later(() => proxy.stop());
  const client = await bench.dial(proxy.address);
  const sent = randomBytes(20_000_000);
  client.socket.end(sent);
  expect(await client.over).toBe("end");
  const digest = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");
  expect(client.received.length).toBe(sent.length);
  expect(digest(client.received)).toBe(digest(sent));
});

test("latency holds a chunk back to the millisecond", async () => {
  const { proxy, time } = await start();
  proxy.add([toxic({ type: "latency", latencyMs: 300 })]);
  const client = await bench.dial(proxy.address);
  const armed = time.armed();
  client.socket.write("hello");
  await armed;
  await time.pass(299);
  expect(client.received.length).toBe(0);
  await time.pass(1);
  expect(String(await client.bytes(5))).toBe("hello");
  expect(counts(proxy)).toMatchObject({ eligible: 1, chosen: 1, hit: 1, heldMs: 300 });
});

test("jitter stays within its bounds and is the same for the same seed", async () => {
  const series = async (): Promise<number[]> => {
    const { proxy, time } = await start();
    proxy.add([toxic({ type: "latency", latencyMs: 100, jitterMs: 40, direction: "upstream" })]);
    const client = await bench.dial(proxy.address);
    const waits: number[] = [];
    for (let round = 1; round <= 12; round++) {
      const before = counts(proxy)?.heldMs ?? 0;
      const armed = time.armed();
      client.socket.write("x");
      await armed;
      await time.pass(140);
      await client.bytes(round);
      waits.push((counts(proxy)?.heldMs ?? 0) - before);
    }
    return waits;
  };
  const first = await series();
  for (const wait of first) expect(wait).toBeGreaterThanOrEqual(60);
  for (const wait of first) expect(wait).toBeLessThanOrEqual(140);
  expect(new Set(first.map((wait) => wait.toFixed(6))).size).toBeGreaterThan(8);
  expect((await series()).map((wait) => wait.toFixed(6))).toEqual(first.map((wait) => wait.toFixed(6)));
});

test("bandwidth lets so many bytes pass in a second and no more", async () => {
  const { proxy, time } = await start();
  proxy.add([toxic({ type: "bandwidth", bytesPerSec: 10_000 })]);
  const client = await bench.dial(proxy.address);
  const armed = time.armed();
  client.socket.write(randomBytes(30_000));
  await armed;
  await time.pass(1000);
  await client.bytes(10_000);
  // One piece of 50 ms may be ahead of its time, since a piece is paid for after it has gone.
  expect(client.received.length).toBeLessThanOrEqual(10_500);
  await time.pass(2000);
  expect((await client.bytes(30_000)).length).toBe(30_000);
});

test("a slicer sends in small pieces with a wait after each", async () => {
  const { proxy, time } = await start();
  proxy.add([toxic({ type: "slicer", sliceBytes: 4, delayMs: 10 })]);
  const client = await bench.dial(proxy.address);
  const armed = time.armed();
  client.socket.write("abcdefghij");
  await armed;
  expect(String(await client.bytes(4))).toBe("abcd");
  await time.pass(10);
  expect(String(await client.bytes(8))).toBe("abcdefgh");
  await time.pass(10);
  expect(String(await client.bytes(10))).toBe("abcdefghij");
});

test("limit_data passes just so many bytes and then ends; exactly the limit is whole", async () => {
  const { proxy } = await start((socket) => socket.on("data", (chunk) => socket.end(Buffer.alloc(chunk.length, "y"))));
  proxy.add([toxic({ type: "limit_data", bytes: 100 })]);
  const cut = await bench.dial(proxy.address);
  cut.socket.write(Buffer.alloc(250, "x"));
  expect(await cut.over).toBe("end");
  expect(cut.received.length).toBe(100);
  expect(counts(proxy)).toMatchObject({ hit: 1, cutBytes: 150 });
  const whole = await bench.dial(proxy.address);
  whole.socket.write(Buffer.alloc(100, "x"));
  expect(await whole.over).toBe("end");
  expect(whole.received.length).toBe(100);
  expect(counts(proxy)).toMatchObject({ eligible: 2, hit: 1 });
});

test("reset_peer sends RST after its time, also to an idle connection", async () => {
  const { proxy, time } = await start();
  const client = await bench.dial(proxy.address);
  client.socket.write("a");
  await client.bytes(1);
  proxy.add([toxic({ type: "reset_peer", timeoutMs: 200 })]);
  await time.pass(199);
  expect(counts(proxy)?.hit).toBe(0);
  await time.pass(1);
  expect(await client.over).toBe("ECONNRESET");
  expect(counts(proxy)?.hit).toBe(1);
});

test("down resets what is open and what comes, and healing lets clients in again", async () => {
  const { proxy } = await start();
  const open = await bench.dial(proxy.address);
  open.socket.write("a");
  await open.bytes(1);
  proxy.add([toxic({ type: "down" })]);
  expect(await open.over).toBe("ECONNRESET");
  expect(await (await bench.dial(proxy.address)).over).toBe("ECONNRESET");
  proxy.reset();
  const healed = await bench.dial(proxy.address);
  healed.socket.write("b");
  expect(String(await healed.bytes(1))).toBe("b");
});

test("timeout stalls, closes after its time, and healing lets what it held go on", async () => {
  const { proxy, time } = await start();
  const client = await bench.dial(proxy.address);
  client.socket.write("a");
  await client.bytes(1);
  proxy.add([toxic({ type: "timeout", timeoutMs: 0, ttlMs: 1000 })]);
  client.socket.write("b");
  // The probe tells that the chunk is held, before time passes.
  await expect.poll(() => counts(proxy)?.hit, { interval: 5, timeout: 10_000 }).toBe(1);
  await time.pass(999);
  expect(String(client.received)).toBe("a");
  await time.pass(1);
  expect(String(await client.bytes(2))).toBe("ab");
  proxy.add([toxic({ name: "u", type: "timeout", timeoutMs: 500 })]);
  await time.pass(500);
  expect(await client.over).toBe("end");
});

test("slow_close holds back the end, not the bytes", async () => {
  const { proxy, time } = await start((socket) => socket.end("bye"));
  proxy.add([toxic({ type: "slow_close", delayMs: 400 })]);
  const armed = time.armed();
  const client = await bench.dial(proxy.address);
  expect(String(await client.bytes(3))).toBe("bye");
  await armed;
  await time.pass(399);
  expect(client.socket.readableEnded).toBe(false);
  await time.pass(1);
  expect(await client.over).toBe("end");
});

test("an upstream that resets or refuses is a reset for the client", async () => {
  const { proxy } = await start((socket) => socket.on("data", () => socket.resetAndDestroy()));
  const client = await bench.dial(proxy.address);
  client.socket.write("a");
  expect(await client.over).toBe("ECONNRESET");
  const gone = await bench.listen(createServer());
  await bench.close();
  const dead = await startFaultProxy({ mode: "tcp", upstream: gone, seed: 1 });
  bench.later(() => dead.stop());
  expect(await (await bench.dial(dead.address)).over).toBe("ECONNRESET");
});

test("a reader that does not read stops the sender: nothing piles up in the proxy", async () => {
  let written = 0;
  const { proxy } = await start((socket) => {
    const more = (): void => {
      while (written < 200_000_000) {
        written += 65_536;
        if (!socket.write(Buffer.alloc(65_536))) return void socket.once("drain", more);
      }
    };
    more();
  });
  proxy.add([toxic({ type: "timeout", timeoutMs: 0 })]);
  await bench.dial(proxy.address);
  let before = -1;
  await expect
    .poll(
      () => {
        const still = written === before;
        before = written;
        return still && written > 0;
      },
      { interval: 100, timeout: 10_000 },
    )
    .toBe(true);
  // One queue of the proxy and what two kernels and Node hold between.
  expect(written).toBeLessThan(20_000_000);
});
