import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AgentBoard } from "../../core/schema/agent-board.ts";
import type { LogEntry, QueuePage } from "../../core/schema/wire.ts";
import { startStack } from "../server.ts";
import type { RunningStack } from "../stack-options.ts";
import { bearerCaller, type Problematic, TestCustomer } from "../testing/test-customer.ts";

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack({ checkAnswers: true, orders: 50 });
});
afterAll(() => stack.close());

const as = (agentId: string) => {
  const call = bearerCaller(stack.origin, stack.agentBearer);
  return <T>(method: string, path: string, body?: unknown) => call<T>(method, path, body, { "agent-id": agentId });
};
const onShift = async (shift: object = {}): Promise<string> => {
  const agentId = `agent-${randomUUID()}`;
  await as(agentId)("PUT", "/v1/agent/presence", { agentId, state: "available", slots: 3, ...shift });
  return agentId;
};
const board = async (agentId: string, query = ""): Promise<AgentBoard> =>
  (await as(agentId)<AgentBoard>("GET", `/v1/agent/board${query}`)).body;
const waiting = async (): Promise<TestCustomer> => {
  const customer = await TestCustomer.at(stack.pops["pop-a"] ?? "");
  await customer.open();
  return customer;
};

test("shows what waits in its order, and keeps it from nobody by looking", async () => {
  const ann = await onShift();
  const [first, second] = [await waiting(), await waiting()];
  const seen = await board(ann);
  expect(seen.waiting.map(({ contactId }) => contactId)).toEqual([first.contactId, second.contactId]);
  expect(seen).toMatchObject({ depth: 2, held: [], presence: { agentId: ann, state: "available" } });
  expect(seen.waiting[0]?.dueAt).toBeGreaterThan(seen.waiting[0]?.waitingSince ?? 0);
  expect(seen.waiting[0]?.lastMessages[0]?.text).toContain("Was I charged");
  const taken = await as(await onShift())<QueuePage>("GET", "/v1/agent/queue");
  expect(taken.body.items.map(({ contactId }) => contactId)).toEqual([first.contactId]);
  // Offered to another one, it still waits.
  expect((await board(ann)).depth).toBe(2);
  for (const { contactId } of [first, second]) await as(ann)("POST", `/v1/agent/contacts/${contactId}/claim`, {});
  expect(await board(ann)).toMatchObject({ depth: 0, held: [{ contactId: first.contactId }, {}] });
});

test("answers a waiting look as soon as something is new, once for a whole commit", async () => {
  const ann = await onShift();
  const { revision } = await board(ann);
  const look = board(ann, `?after=${revision}&wait=10000`);
  const customer = await waiting();
  const seen = await look;
  expect(seen.waiting.map(({ contactId }) => contactId)).toContain(customer.contactId);
  expect(seen.revision).toBeGreaterThan(revision);
  await as(ann)("POST", `/v1/agent/contacts/${customer.contactId}/claim`, {});
  const next = board(ann, `?after=${(await board(ann)).revision}&wait=10000`);
  await customer.send("Are you there?");
  expect((await next).held[0]?.messages.at(-1)?.text).toBe("Are you there?");
  expect((await board(ann, `?after=${(await next).revision}&wait=20`)).revision).toBe((await next).revision);
});

test("drops a contact whose customer took the consent back", async () => {
  const ann = await onShift();
  const customer = await waiting();
  await as(ann)("POST", `/v1/agent/contacts/${customer.contactId}/claim`, {});
  const look = board(ann, `?after=${(await board(ann)).revision}&wait=10000`);
  await customer.call("DELETE", `/v1/consents/${customer.consentId}`);
  const seen = await look;
  expect(seen.held).toEqual([]);
  expect(JSON.stringify(seen)).not.toContain("D100000");
});

test("keeps lanes and groups apart, and needs a name with a shift and the bearer", async () => {
  const ann = await onShift();
  const bob = await onShift({ lanes: ["standard"], groups: ["payments"] });
  const customer = await waiting();
  await as(ann)("POST", `/v1/agent/contacts/${customer.contactId}/claim`, {});
  const to = { lane: "standard", group: "payments" };
  await as(ann)("POST", `/v1/agent/contacts/${customer.contactId}/transfer`, { to, reason: "a payment" });
  const mine = ({ waiting: items }: AgentBoard) => items.filter(({ contactId }) => contactId === customer.contactId);
  expect(mine(await board(ann))).toEqual([]);
  expect(mine(await board(bob))).toMatchObject([{ lane: "standard", group: "payments" }]);
  expect((await as("ghost")<Problematic>("GET", "/v1/agent/board")).body.code).toBe("unknown-agent");
  const call = bearerCaller(stack.origin, stack.agentBearer);
  expect((await call<Problematic>("GET", "/v1/agent/board")).body.code).toBe("agent-unnamed");
  expect((await bearerCaller(stack.origin, "x")("GET", "/v1/agent/board")).status).toBe(401);
});

test("leaves no trace in the log: to look is no offer", async () => {
  const ann = await onShift();
  const entries = async () =>
    (await bearerCaller(stack.ops, stack.opsBearer)<LogEntry[]>("GET", "/export/v1/log")).body;
  await waiting();
  const before = (await entries()).length;
  await board(ann);
  expect((await entries()).length).toBe(before);
});
