import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { PurgeEverywhereResponse, PurgeResponse } from "../../core/schema/purge-wire.ts";
import type { EdgeStatus } from "../../core/schema/wire.ts";
import { startStack } from "../server.ts";
import type { RunningStack } from "../stack-options.ts";
import { ask, expectProblem } from "../testing/raw-http.ts";
import { bearerCaller, type Problematic } from "../testing/test-customer.ts";
import { MOST_PURGES_AT_ONCE, PURGE_EVERY_MS } from "./purge-gate.ts";

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack({ orders: 5, checkAnswers: true });
});
afterAll(() => stack.close());

const pop = (name: string): string => stack.pops[name] ?? "";
const status = async (name: string): Promise<EdgeStatus> => (await fetch(`${pop(name)}/edge/v1/status`)).json();
const cacheStatus = async (name: string) =>
  (await fetch(`${pop(name)}/edge/v1/islands/drop`)).headers.get("cache-status");
const counters = async () =>
  z
    .record(z.string(), z.number())
    .parse((await bearerCaller(stack.ops, stack.opsBearer)("GET", "/ops/v1/counters")).body);
const purge = <T = PurgeResponse & Problematic>(base: string, path: string, body: object) =>
  bearerCaller(base, stack.opsBearer)<T>("POST", path, body);

test("one PoP forgets and the other does not; its status proves it, and the next reader sees the miss", async () => {
  const [before, other] = [await status("pop-a"), await status("pop-b")];
  const { status: code, body } = await purge(pop("pop-a"), "/edge/v1/purges", { event: "drop", mode: "evict" });
  const cacheGeneration = before.cacheGeneration + 1;
  expect([code, body]).toEqual([200, { pop: "pop-a", event: "drop", mode: "evict", wasHeld: true, cacheGeneration }]);
  expect(await status("pop-a")).toMatchObject({ islands: [], cacheGeneration });
  expect(await status("pop-b")).toEqual(other);
  expect(await cacheStatus("pop-a")).toMatch(/^pop-a;fwd=uri-miss;stored;ttl=\d+$/);
  expect(await cacheStatus("pop-a")).toMatch(/^pop-a;hit;ttl=\d+$/);
  expect((await status("pop-a")).cacheGeneration).toBe(cacheGeneration + 1);
});

test("by key as by event; a soft purge shows as stale, to readers and in the status", async () => {
  const key = "/edge/v1/islands/drop";
  expect((await purge(pop("pop-b"), "/edge/v1/purges", { key, mode: "soft" })).body).toMatchObject({ event: "drop" });
  expect((await status("pop-b")).islands).toMatchObject([{ event: "drop", stale: true }]);
  const answer = await fetch(`${pop("pop-b")}${key}`);
  expect(answer.headers.get("cache-status")).toMatch(/^pop-b;hit;ttl=-\d+;detail=soft-purged$/);
  expect(answer.headers.get("cache-control")).toBe("public, max-age=0");
  await expect.poll(async () => (await status("pop-b")).islands[0]?.stale, { interval: 5 }).toBe(false);
  expect(await cacheStatus("pop-b")).toMatch(/^pop-b;hit;ttl=\d+$/);
});

test("the operator purges the whole edge by one call, and stages it again by another", async () => {
  const before = await counters();
  const { status: code, body } = await purge<PurgeEverywhereResponse>(stack.ops, "/ops/v1/purges", {
    ...{ event: "drop", mode: "hard" },
  });
  expect(code).toBe(200);
  expect(body.pops).toMatchObject({ "pop-a": { wasHeld: true }, "pop-b": { wasHeld: true } });
  for (const name of ["pop-a", "pop-b"])
    expect(await status(name)).toMatchObject({ islands: [], cacheGeneration: body.pops[name]?.cacheGeneration });
  // A look at readiness says so, and fills nothing.
  const ready = await bearerCaller(stack.ops, stack.opsBearer)("GET", "/readyz");
  expect(ready).toMatchObject({ status: 503, body: { islands: { "pop-a": "missing", "pop-b": "missing" } } });
  expect((await status("pop-a")).islands).toEqual([]);
  const staged = await bearerCaller(stack.ops, stack.opsBearer)("POST", "/ops/v1/islands/drop/stage");
  expect(staged.body).toMatchObject({ pops: { "pop-a": "good", "pop-b": "good" } });
  const after = await counters();
  for (const name of ["pop-a", "pop-b"])
    for (const what of ["purges", "fetches"])
      expect((after[`island.${what}.${name}`] ?? 0) - (before[`island.${what}.${name}`] ?? 0), what).toBe(1);
});

test.each([
  [{ mode: "evict" }, 400, "bad-request"],
  [{ event: "drop", key: "/edge/v1/islands/drop", mode: "evict" }, 400, "bad-request"],
  [{ event: "drop", mode: "all" }, 400, "bad-request"],
  [{ key: "/edge/v1/status", mode: "evict" }, 404, "not-found"],
  [{ key: "/edge/v1/islands/%ff", mode: "evict" }, 404, "not-found"],
  [{ key: "/edge/v1/islands/drop/x", mode: "evict" }, 404, "not-found"],
])("a purge of %j is refused and purges nothing", async (body, code, problem) => {
  const before = await status("pop-a");
  expect(await purge(pop("pop-a"), "/edge/v1/purges", body)).toMatchObject({ status: code, body: { code: problem } });
  expect(await status("pop-a")).toEqual(before);
});

test("an event that the origin knows nothing of is purged nowhere", async () => {
  const before = await status("pop-a");
  expect(await purge(stack.ops, "/ops/v1/purges", { event: "nothing", mode: "hard" })).toMatchObject({
    status: 404,
    body: { code: "not-found" },
  });
  expect(await status("pop-a")).toEqual(before);
});

test("agents and customers purge nothing", async () => {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ event: "drop", mode: "hard" });
  for (const more of [{}, { authorization: `Bearer ${stack.agentBearer}` }])
    expectProblem(
      await ask(`${pop("pop-a")}/edge/v1/purges`, { method: "POST", headers: { ...headers, ...more }, body }),
      "bad-bearer",
    );
});

test("over the rate a purge is refused with Retry-After, and the whole edge's call then purges nowhere", async () => {
  const over = await startStack({ orders: 5 });
  try {
    const base = over.pops["pop-a"] ?? "";
    const send = (url: string) =>
      fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${over.opsBearer}` },
        body: JSON.stringify({ event: "drop", mode: "evict" }),
      });
    const from = performance.now();
    let refused: Response | null = null;
    let taken = 0;
    // One more than fits is earned each half second that this takes.
    for (; refused === null && taken < 200; ) {
      const answer = await send(`${base}/edge/v1/purges`);
      if (answer.status === 200) taken += 1;
      else refused = answer;
    }
    expect(taken).toBeLessThanOrEqual(MOST_PURGES_AT_ONCE + Math.ceil((performance.now() - from) / PURGE_EVERY_MS));
    expect(taken).toBeGreaterThanOrEqual(MOST_PURGES_AT_ONCE);
    expect(refused?.status).toBe(429);
    expect(refused?.headers.get("retry-after")).toBe("1");
    expect(await refused?.json()).toMatchObject({ code: "too-many-purges" });
    const otherBefore = over.services.pops[1]?.status();
    // It may have earned one meanwhile; the half second is spent then.
    const everywhere = await send(`${over.ops}/ops/v1/purges`);
    if (everywhere.status === 429) expect(over.services.pops[1]?.status()).toEqual(otherBefore);
    else expect(everywhere.status).toBe(200);
  } finally {
    await over.close();
  }
});
