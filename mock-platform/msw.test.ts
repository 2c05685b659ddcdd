import { randomUUID } from "node:crypto";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Outcome, Question } from "../core/contract/target.ts";
import type { DeskContact, LogEntry, Message } from "../core/schema/wire.ts";
import { answerFromContext, createReferenceAgent } from "../drills/targets/reference/agent.ts";
import { createReferenceCustomer } from "../drills/targets/reference/customer.ts";
import { nodeClock, nodeCrypto, nodeHttp, nodeSockets, nodeTimers } from "../harness/ports/node-ports.ts";
import { type MockedStack, mockReferenceStack } from "./msw.ts";
import { bearerCaller, TestCustomer } from "./testing/test-customer.ts";

let stack: MockedStack;
const server = setupServer();
beforeAll(async () => {
  stack = await mockReferenceStack({ orders: 50, checkAnswers: true });
  server.listen({ onUnhandledFrame: "error" });
  server.use(...stack.handlers);
});
const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});
afterAll(async () => {
  await stack.close();
  server.close();
});

/** The customer of the drills, unchanged, over Node's fetch. */
const customerAt = (pop: string) =>
  createReferenceCustomer({
    ...{ http: nodeHttp, sockets: nodeSockets, timers: nodeTimers, crypto: nodeCrypto, clock: nodeClock },
    ...{ pop, event: "drop", noticeHash: "n".repeat(43), requestTimeoutMs: 5000 },
  });
const newCustomer = (pop: "pop-a" | "pop-b" = "pop-a") => customerAt(stack.addresses[pop]);
const newAgent = () =>
  createReferenceAgent({
    http: nodeHttp,
    origin: stack.addresses.origin,
    bearer: stack.agentBearer,
    requestTimeoutMs: 5000,
  });
const ops = <T>(path: string): Promise<T> =>
  bearerCaller(stack.addresses.ops, stack.opsBearer)<T>("GET", path).then(({ body }) => body);
const question = (text: string, orderId: string | null = null): Question => ({
  clientContactId: randomUUID(),
  clientMessageId: randomUUID(),
  lane: "stream",
  text,
  orderId,
});
const got = <T>(outcome: Outcome<T>): T => (outcome.ok ? outcome.value : expect.fail(JSON.stringify(outcome.fault)));
const follow = (customer: ReturnType<typeof newCustomer>, contactId: string, after: number) => {
  const seen: Message[] = [];
  const faults: unknown[] = [];
  const { stop } = customer.follow(contactId, after, "long-poll", {
    onMessage: (message) => seen.push(message),
    onDuplicate: (seq) => faults.push(seq),
    onGap: (missed) => faults.push(missed),
    onReconnect: () => faults.push("again"),
    onFault: (fault) => faults.push(fault),
  });
  stops.push(stop);
  return { seen, faults };
};

test("the drills' customer gets the island's answer", async () => {
  const opened = got(await newCustomer("pop-b").open(question("When will it ship?")));
  const facts = await ops<{ facts: Record<string, string> }>("/ops/v1/facts");
  expect(opened.decision.route).toBe("island");
  expect(opened.messages[1]?.text).toContain(facts.facts["shipping-window"]);
});

test("is handed off, and reads an agent's reply by long poll as it is written", async () => {
  const [customer, agent] = [newCustomer(), newAgent()];
  const opened = got(await customer.open(question("Was I charged for order D100003?", "D100003")));
  expect(opened.decision.route).toBe("human");
  const { seen, faults } = follow(customer, opened.contactId, 2);
  const offered = got(await agent.next("stream", 2000));
  expect(offered?.contactId).toBe(opened.contactId);
  const claimed = got(await agent.claim(opened.contactId, "mine"));
  expect(got(await newAgent().claim(opened.contactId, "another"))).toBeNull();
  const answer = answerFromContext("was-i-charged", claimed?.context ?? null) ?? expect.fail("no fact in the context");
  got(await agent.reply(opened.contactId, randomUUID(), answer));
  await expect.poll(() => seen.map(({ text }) => text)).toEqual([answer]);
  got(await agent.resolve(opened.contactId));
  got(await customer.send(opened.contactId, randomUUID(), "Thank you, and one more thing."));
  await expect.poll(() => seen.map(({ author }) => author)).toEqual(["agent", "customer", "system"]);
  got(await customer.signal(opened.contactId, "helpful"));
  expect(faults).toEqual([]);
  const contacts = await ops<DeskContact[]>("/export/v1/contacts");
  expect(contacts.find(({ contactId }) => contactId === opened.contactId)).toMatchObject({
    state: "waiting",
    reopens: 1,
  });
  expect(
    (await ops<LogEntry[]>("/export/v1/log")).filter(({ subject }) => subject === opened.contactId).length,
  ).toBeGreaterThan(6);
});

test("keeps the stack's rules: proofs, problems, hosts, and answers without a body", async () => {
  const island = `${stack.addresses["pop-a"]}/edge/v1/islands/drop`;
  const first = await fetch(island);
  expect(first.headers.get("cache-status")).toMatch(/^pop-a;hit/);
  const again = await fetch(island, { headers: { "if-none-match": first.headers.get("etag") ?? "" } });
  expect([again.status, await again.text()]).toEqual([304, ""]);
  const refused = await fetch(`${stack.addresses["pop-a"]}/v1/contacts/c/messages`);
  expect(refused.headers.get("content-type")).toBe("application/problem+json");
  expect(await refused.json()).toMatchObject({ status: 401, code: "no-token" });
  expect((await fetch(`${stack.addresses.ops}/readyz`)).status).toBe(401);
  expect(await ops<{ ready: boolean }>("/readyz")).toMatchObject({ ready: true });
});

test("the partner and its callbacks are among the addresses", async () => {
  const { services, addresses } = stack;
  const asked = await fetch(`${addresses.partner}/partner/v1/cases/k1`);
  expect(await asked.json()).toMatchObject({ status: 401, code: "bad-bearer" });
  const headers = { authorization: `Bearer ${services.partnerBearer}` };
  expect((await fetch(`${addresses.partner}/partner/v1/cases/k1`, { headers })).status).toBe(404);
  const callback = await fetch(`${addresses.origin}/v1/partner/callbacks`, { method: "POST" });
  expect(await callback.json()).toMatchObject({ status: 401, code: "bad-webhook" });
});

test("forgets a poll that its customer gives up", async () => {
  const customer = await TestCustomer.at(stack.addresses["pop-a"]);
  await customer.open();
  const before = stack.services.hub.followers();
  const impatience = new AbortController();
  const polling = customer.page(2, 20_000, impatience.signal).catch(() => "given up");
  await expect.poll(() => stack.services.hub.followers()).toBe(before + 1);
  impatience.abort();
  expect(await polling).toBe("given up");
  await expect.poll(() => stack.services.hub.followers()).toBe(before);
});

test("its fault port breaks the origin and mends it again", async () => {
  const ask = bearerCaller(stack.addresses.ops, stack.opsBearer);
  const fault = { id: "msw-1", ttlMs: 60_000, fault: { kind: "origin-down" } };
  expect(await ask("POST", "/ops/v1/faults", fault)).toMatchObject({ status: 201, body: { ended: null } });
  const staged = () => ask<{ pops: object }>("POST", "/ops/v1/islands/drop/stage").then(({ body }) => body.pops);
  expect(await staged()).toEqual({ "pop-a": "unreachable", "pop-b": "unreachable" });
  expect(await ask("DELETE", "/ops/v1/faults/msw-1")).toMatchObject({ status: 200, body: { struck: 2 } });
  expect(await staged()).toEqual({ "pop-a": "good", "pop-b": "good" });
});

test("may be broken on purpose, as the stack itself", async () => {
  const broken = await mockReferenceStack({
    ...{ orders: 5, defects: ["wrong-answer"] },
    addresses: { "pop-a": "https://support.example.test" },
  });
  server.use(...broken.handlers);
  const opened = got(await customerAt("https://support.example.test").open(question("When will it ship?")));
  expect(opened.messages[1]?.text).toContain("24 to 28 January");
  server.resetHandlers(...stack.handlers);
  await broken.close();
});
