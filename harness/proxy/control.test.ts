import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createProxyControl } from "./control-client.ts";
import { startControlServer } from "./control-server.ts";
import { startFaultProxy } from "./fault-proxy.ts";
import { startHeartbeat } from "../faults/heartbeat.ts";
import { type ProxyProcess, startProxyProcess } from "./proxy-process.ts";
import { Bench, ask } from "./testing/bench.ts";
import { SteppedTime } from "./testing/stepped-time.ts";

const bench = new Bench();
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fieldproof-proxy-"));
});
afterEach(async () => {
  await bench.close();
  rmSync(folder, { recursive: true, force: true });
});

const upstreamOf = () => bench.listen(createServer((_request, response) => void response.end("ok")));

const inProcess = async () => {
  const proxy = await startFaultProxy({ mode: "http", upstream: await upstreamOf(), seed: 1 });
  bench.later(() => proxy.stop());
  const server = await startControlServer(proxy);
  bench.later(() => server.stop());
  return { proxy, server, control: createProxyControl(server.url, server.bearer) };
};

const ownProcess = async (): Promise<ProxyProcess & { secretsFile: string; ask: () => ReturnType<typeof ask> }> => {
  const { port } = await upstreamOf();
  const secretsFile = join(folder, "bearer.json");
  const started = await startProxyProcess(["--mode", "http", "--upstream", `127.0.0.1:${port}`], secretsFile);
  bench.later(() => started.child.stop(2000));
  const proxyPort = Number(started.proxy.split(":")[1]);
  return { ...started, secretsFile, ask: () => ask({ host: "127.0.0.1", port: proxyPort, path: "/", agent: false }) };
};

const down = (ttlMs: number) => ({ name: "d", type: "status" as const, status: 503, ttlMs });

test("a toxic is added, listed, renewed, removed and undone over the control API", async () => {
  const { control } = await inProcess();
  expect(await control.add([down(1000), { ...down(1000), name: "e" }])).toHaveLength(2);
  expect((await control.renew(60_000, ["d"]))[0]?.leftMs).toBeGreaterThan(50_000);
  expect((await control.remove("d")).ended).toBe("removed");
  expect((await control.reset()).map(({ toxic, ended }) => [toxic.name, ended])).toEqual([["e", "reset"]]);
  expect(await control.status()).toMatchObject({ mode: "http", held: [], ended: [{}, {}] });
  await expect(control.renew(1000, ["d"])).rejects.toMatchObject({ code: "FP-PROXY-005" });
  await expect(control.add([{ ...down(1), name: "!" }])).rejects.toMatchObject({
    code: "FP-PROXY-003",
    details: { count: 2 },
  });
});

test("callers without the bearer or with another Host are turned away and change nothing", async () => {
  const { server, control } = await inProcess();
  await control.add([down(60_000)]);
  const { port } = new URL(server.url);
  const call = async (headers: Record<string, string>, path = "/v1/reset", method = "POST") =>
    (await ask({ host: "127.0.0.1", port, method, path, headers })).status;
  const authorization = `Bearer ${server.bearer}`;
  expect(await call({})).toBe(401);
  expect(await call({ authorization: `Bearer ${server.bearer}x` })).toBe(401);
  expect(await call({ authorization: `Basic ${server.bearer}` })).toBe(401);
  expect(await call({ authorization, host: `evil.example:${port}` })).toBe(421);
  expect(await call({ authorization, host: "127.0.0.1" })).toBe(421);
  expect(await call({ authorization }, "/v1/toxics/../reset", "DELETE")).toBe(404);
  expect((await control.status()).held).toHaveLength(1);
  expect(await call({ authorization })).toBe(200);
});

test("orders that are no JSON, no UTF-8 or too large are refused whole", async () => {
  const { server, control } = await inProcess();
  const { port } = new URL(server.url);
  const headers = { authorization: `Bearer ${server.bearer}` };
  const post = async (body: Buffer) =>
    ask({ host: "127.0.0.1", port, method: "POST", path: "/v1/toxics", headers }, body);
  expect((await post(Buffer.from("{"))).status).toBe(400);
  expect((await post(Buffer.from([0x22, 0xff, 0x22]))).status).toBe(400);
  // The answer may be lost to a reset, since the proxy stops reading.
  expect([413, 0]).toContain((await post(Buffer.alloc(3_000_000, " "))).status);
  expect((await post(Buffer.from('{"toxics":[{"name":"a"},{"type":"down"}]}'))).status).toBe(422);
  expect((await control.status()).held).toEqual([]);
});

test("a control that is gone is a coded error", async () => {
  const { server, control } = await inProcess();
  await server.stop();
  await expect(control.status()).rejects.toMatchObject({ code: "FP-PROXY-006" });
});

test("a port that is taken is told by its code, of the proxy and of its control", async () => {
  const { proxy, server } = await inProcess();
  const { port } = proxy.address;
  const upstream = { host: "127.0.0.1", port: 9 };
  await expect(startFaultProxy({ mode: "tcp", upstream, seed: 1, port })).rejects.toMatchObject({
    code: "FP-PROXY-001",
  });
  await expect(startControlServer(proxy, Number(new URL(server.url).port))).rejects.toMatchObject({
    code: "FP-PROXY-001",
  });
  for (const host of ["localhost", "192.0.2.1", "", "127.1"])
    await expect(startFaultProxy({ mode: "tcp", upstream: { host, port: 80 }, seed: 1 })).rejects.toMatchObject({
      code: "FP-PROXY-004",
    });
});

test("a heartbeat tries again after a failure and gives up after a whole lease", async () => {
  const time = new SteppedTime();
  const calls: number[] = [];
  const lost: string[] = [];
  startHeartbeat(
    async () => {
      calls.push(time.now());
      if (calls.length > 2) throw new Error("unreachable");
    },
    300,
    (error) => lost.push(error.code),
    time,
  );
  await time.pass(400);
  expect([calls.length, lost]).toEqual([4, []]);
  await time.pass(1000);
  expect([calls.length, lost]).toEqual([5, ["FP-INTERNAL-001"]]);
});

test("a process of its own writes its bearer 0600, says it nowhere else, and ends with its parent's end", async () => {
  const { child, secretsFile, ask, control, controlUrl } = await ownProcess();
  expect(statSync(secretsFile).mode & 0o777).toBe(0o600);
  expect(controlUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  await control.add([down(60_000)]);
  expect((await ask()).status).toBe(503);
  child.process.stdin?.end();
  expect(await child.exited).toEqual({ code: 0, signal: null });
  expect((await ask()).status).toBe(0);
});

test("a process that cannot start says why", async () => {
  const start = (args: string[]) => startProxyProcess(args, join(folder, "never.json"));
  await expect(start(["--mode", "udp"])).rejects.toThrow(/--mode must be tcp or http/);
  await expect(start(["--mode", "tcp", "--upstream", "example.org:80"])).rejects.toThrow(/ADDRESS:PORT/);
  await expect(start(["--mode", "tcp", "--upstream", "192.0.2.1:80"])).rejects.toThrow(/FP-PROXY-004|off loopback/);
});

test("a stopped sender of heartbeats lets the lease lapse, and learns of it when it goes on", async () => {
  const { ask, control, controlUrl, secretsFile } = await ownProcess();
  await control.add([down(60_000)]);
  const beater = spawn(
    process.execPath,
    [fileURLToPath(new URL("./testing/beating-process.ts", import.meta.url)), controlUrl, secretsFile, "1500"],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  bench.later(() => beater.kill("SIGKILL"));
  const lines = createInterface({ input: beater.stdout })[Symbol.asyncIterator]();
  expect((await lines.next()).value).toBe("beating");
  const leftMs = async () => (await control.status()).held[0]?.leftMs ?? -1;
  // Renewed at least once: a lease of 1,500 ms has been under 1,100 and is over 1,300 again.
  await expect.poll(leftMs, { interval: 10, timeout: 10_000 }).toBeLessThan(1100);
  await expect.poll(leftMs, { interval: 10, timeout: 10_000 }).toBeGreaterThan(1300);
  expect((await ask()).status).toBe(503);
  beater.kill("SIGSTOP");
  await expect.poll(async () => (await control.status()).held.length, { interval: 20, timeout: 10_000 }).toBe(0);
  expect((await ask()).status).toBe(200);
  beater.kill("SIGCONT");
  expect((await lines.next()).value).toBe("lost FP-PROXY-005");
  expect((await control.status()).ended).toMatchObject([{ ended: "lapsed", counts: { hit: 1 } }]);
});
