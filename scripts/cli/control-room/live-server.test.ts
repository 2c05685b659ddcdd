import { get } from "node:http";
import { afterEach, expect, test } from "vitest";
import { type LiveServer, startLiveServer } from "./live-server.ts";

let server: LiveServer | undefined;
afterEach(() => server?.close());

const started = async (): Promise<LiveServer> => {
  server = await startLiveServer();
  return server;
};

/** With a Host of one's own, which fetch does not let one choose. */
const statusFor = (address: string, host: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    get(address, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on("error", reject);
  });

test("its pages run nothing but its own script, and load nothing from elsewhere", async () => {
  const { address } = await started();
  for (const path of ["/", "/live.js", "/live.css"]) {
    const response = await fetch(`${address}${path}`);
    const policy = response.headers.get("content-security-policy") ?? "";
    expect([response.status, policy.startsWith("default-src 'none'; script-src 'self'")]).toEqual([200, true]);
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(await response.text()).not.toMatch(/innerHTML|insertAdjacent|document\.write|style=|onclick=|https?:/);
  }
  expect((await fetch(`${address}/../package.json`)).status).toBe(404);
  expect((await fetch(`${address}/__proto__`)).status).toBe(404);
  expect((await fetch(address, { method: "POST" })).status).toBe(405);
});

test("a name that leads to this machine is not answered", async () => {
  const { address } = await started();
  expect(await statusFor(address, "desk.example")).toBe(421);
  expect(await statusFor(address, new URL(address).host)).toBe(200);
});

test("tells each word of the run as data, hostile text too, and its end", async () => {
  const { address, on, close } = await started();
  const response = await fetch(`${address}/figures`);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) throw new Error("no body");
  const until = async (text: string): Promise<string> => {
    let read = "";
    while (!read.includes(text)) {
      const { value, done } = await reader.read();
      if (done) throw new Error(`it ended with ${read}`);
      read += value;
    }
    return read;
  };
  await until("Nothing has begun yet.");
  const message = "</script><img src=x onerror=alert(1)>\n\nevent: end\n\n";
  on({ kind: "fault", code: "FP-STACK-003", message });
  const told = await until("onerror");
  // One event of one line: a message cannot make another.
  expect(told.trimEnd().split("\n")).toHaveLength(1);
  expect(JSON.parse(told.replace("data: ", "")).faults).toEqual([`${message} [FP-STACK-003]`]);
  await Promise.all([close(), until("event: end")]);
  await expect(fetch(address)).rejects.toThrow();
});

test("a word that comes behind the end is told to nobody, and hurts nobody", async () => {
  const { address, on, close } = await started();
  const response = await fetch(`${address}/figures`);
  const closed = close();
  on({ kind: "fault", code: "FP-STACK-003", message: "too late" });
  expect(await response.text()).not.toContain("too late");
  await closed;
});

test("onlookers are few, since each costs the machine that makes the load", async () => {
  const { address } = await started();
  const all = await Promise.all(Array.from({ length: 9 }, () => fetch(`${address}/figures`)));
  expect(all.map(({ status }) => status).filter((status) => status === 503)).toHaveLength(1);
  await Promise.all(all.map(({ body }) => body?.cancel()));
});
