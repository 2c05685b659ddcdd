import { afterAll, beforeAll, expect, test } from "vitest";
import type { StackFaults, StackFaultState } from "../../../core/schema/stack-fault.ts";
import type { QueuePage, StageResponse } from "../../../core/schema/wire.ts";
import { startStack } from "../../server.ts";
import type { RunningStack } from "../../stack-options.ts";
import { type ManualScheduler, manualScheduler } from "../../testing/manual-scheduler.ts";
import { ask, expectProblem } from "../../testing/raw-http.ts";
import { bearerCaller, type Problematic, TestCustomer } from "../../testing/test-customer.ts";

let stack: RunningStack;
let time: ManualScheduler;
beforeAll(async () => {
  time = manualScheduler();
  stack = await startStack({ orders: 20, checkAnswers: true, scheduler: time });
});
afterAll(() => stack.close());

let count = 0;
const newId = (): string => {
  count += 1;
  return `run7-T0.${count}`;
};
type State = StackFaultState & Problematic;
const ops = <T = State>(method: string, path: string, body?: unknown) =>
  bearerCaller(stack.ops, stack.opsBearer)<T>(method, path, body);
const add = (id: string, fault: object, ttlMs = 60_000) => ops("POST", "/ops/v1/faults", { id, ttlMs, fault });
const DOWN = { kind: "origin-down" };
const stage = async () => (await ops<StageResponse>("POST", "/ops/v1/islands/drop/stage")).body.pops;
const island = () =>
  ask(`${stack.origin}/origin/v1/islands/drop`, { headers: { authorization: `Bearer ${stack.agentBearer}` } });

test("a fault is put in force, seen, renewed and taken away, each as often as one likes", async () => {
  const id = newId();
  expect(await add(id, DOWN)).toMatchObject({ status: 201, body: { id, fault: DOWN, ended: null, struck: 0 } });
  expect(await add(id, DOWN)).toMatchObject({ status: 200, body: { id, ended: null } });
  expect(await add(id, { kind: "origin-slow", delayMs: 1 })).toMatchObject({
    status: 409,
    body: { code: "fault-differs" },
  });
  const renewed = await ops("PUT", `/ops/v1/faults/${id}/lease`, { ttlMs: 600_000 });
  expect(renewed.status).toBe(200);
  expect(renewed.body.leftMs).toBeGreaterThan(590_000);
  expect((await ops<StackFaults>("GET", "/ops/v1/faults")).body.held).toMatchObject([{ id }]);
  for (const _ of [1, 2])
    expect(await ops("DELETE", `/ops/v1/faults/${id}`)).toMatchObject({ status: 200, body: { ended: "removed" } });
  expect(await ops("PUT", `/ops/v1/faults/${id}/lease`, { ttlMs: 1000 })).toMatchObject({
    status: 409,
    body: { code: "fault-lapsed" },
  });
  const { held, ended } = (await ops<StackFaults>("GET", "/ops/v1/faults")).body;
  expect([held, ended.map((one) => one.id)]).toEqual([[], [id]]);
});

test("an id that never was is a problem of its own, apart from a path that is none", async () => {
  for (const [method, path, body] of [
    ["DELETE", "/ops/v1/faults/never"],
    ["PUT", "/ops/v1/faults/never/lease", { ttlMs: 1000 }],
  ] as const)
    expect(await ops(method, path, body)).toMatchObject({ status: 404, body: { code: "fault-unknown" } });
  expect(await ops("DELETE", "/ops/v1/fault/never")).toMatchObject({ status: 404, body: { code: "not-found" } });
});

test.each([
  ["no lease", { id: "x", fault: DOWN }],
  ["a lease over ten minutes", { id: "x", ttlMs: 600_001, fault: DOWN }],
  ["a lease of nothing", { id: "x", ttlMs: 0, fault: DOWN }],
  ["a kind that is none", { id: "x", ttlMs: 1000, fault: { kind: "desk-down" } }],
  ["a delay of a minute and more", { id: "x", ttlMs: 1000, fault: { kind: "origin-slow", delayMs: 60_001 } }],
  ["an id that is a path", { id: "../x", ttlMs: 1000, fault: DOWN }],
  ["more than is asked", { id: "x", ttlMs: 1000, fault: { ...DOWN, delayMs: 5 } }],
])("%s is refused and changes nothing", async (_what, body) => {
  expect(await ops("POST", "/ops/v1/faults", body)).toMatchObject({ status: 400, body: { code: "bad-request" } });
  expect((await ops<StackFaults>("GET", "/ops/v1/faults")).body.held).toEqual([]);
});

test("a fault is for operators on the operations listener, and for nobody else", async () => {
  const body = JSON.stringify({ id: newId(), ttlMs: 1000, fault: DOWN });
  const headers = { "content-type": "application/json", authorization: `Bearer ${stack.agentBearer}` };
  expectProblem(await ask(`${stack.ops}/ops/v1/faults`, { method: "POST", headers, body }), "bad-bearer");
  const good = { ...headers, authorization: `Bearer ${stack.opsBearer}` };
  const foreign = { ...good, host: "evil.example" };
  expectProblem(await ask(`${stack.ops}/ops/v1/faults`, { method: "POST", headers: foreign, body }), "misdirected");
  for (const other of [stack.origin, stack.pops["pop-a"] ?? ""])
    expectProblem(await ask(`${other}/ops/v1/faults`, { method: "POST", headers: good, body }), "not-found");
});

test("origin down: no PoP gets an island, the origin says so itself, and the desk works on", async () => {
  const id = newId();
  await add(id, DOWN);
  expect(await stage()).toEqual({ "pop-a": "unreachable", "pop-b": "unreachable" });
  expectProblem(await island(), "origin-down");
  // What the PoPs hold is good and stays.
  expect((await ask(`${stack.pops["pop-a"]}/edge/v1/islands/drop`)).status).toBe(200);
  const customer = await TestCustomer.at(stack.pops["pop-b"] ?? "");
  expect((await customer.open({ text: "Zxqv wibble frobnicate?" })).status).toBe(201);
  const queue = await bearerCaller(stack.origin, stack.agentBearer)<QueuePage>("GET", "/v1/agent/queue?limit=1");
  expect(queue.body.items).toHaveLength(1);
  expect((await ops("DELETE", `/ops/v1/faults/${id}`)).body.struck).toBe(3);
  expect(await stage()).toEqual({ "pop-a": "good", "pop-b": "good" });
  expect((await island()).status).toBe(200);
});

test("origin slow: each fetch takes the fault's time longer, and not a millisecond is left after it", async () => {
  const id = newId();
  await add(id, { kind: "origin-slow", delayMs: 800 });
  const held = time.next(800);
  const reading = island();
  await held;
  expect((await ops<StackFaults>("GET", "/ops/v1/faults")).body.held).toMatchObject([{ id, struck: 1 }]);
  time.pass(800);
  expect((await reading).status).toBe(200);
  const again = time.next(800);
  const staging = stage();
  await again;
  await ops("DELETE", `/ops/v1/faults/${id}`);
  expect(await staging).toEqual({ "pop-a": "good", "pop-b": "good" });
  expect((await island()).status).toBe(200);
});
