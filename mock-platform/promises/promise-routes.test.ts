import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DeskPromise, HandoffResponse } from "../../core/schema/promise-wire.ts";
import type { PartnerCase } from "../../core/schema/partner-wire.ts";
import type { LogEntry, MessagePage } from "../../core/schema/wire.ts";
import { startStack } from "../server.ts";
import type { RunningStack } from "../stack-options.ts";
import { bearerCaller, TestCustomer } from "../testing/test-customer.ts";

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack({ checkAnswers: true, orders: 50 });
});
afterAll(() => stack.close());

const as = (agentId: string) => {
  const call = bearerCaller(stack.origin, stack.agentBearer);
  return <T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    call<T>(method, path, body, { "agent-id": agentId, ...headers });
};
const onShift = async (): Promise<string> => {
  const agentId = `agent-${randomUUID()}`;
  await as(agentId)("PUT", "/v1/agent/presence", { agentId, state: "available", slots: 9 });
  return agentId;
};
const held = async (agentId: string, orderId = "D100003") => {
  const customer = await TestCustomer.at(stack.pops["pop-a"] ?? "");
  await customer.open({ orderId });
  const path = `/v1/agent/contacts/${customer.contactId}`;
  expect((await as(agentId)("POST", `${path}/claim`, {})).status).toBe(200);
  return { customer, path };
};
const REASON = { reason: "The warehouse answers tomorrow." };
const code = (answer: { status: number; body: unknown }) => [answer.status, (answer.body as { code?: string }).code];
/** An order of the catalogue in that state. */
const orderIn = (state: string): string =>
  stack.services.catalogue.allFacts().orders.find((order) => order.state === state)?.orderId ?? "";

test("a hand-off gives a promise with an owner, a due time and a token by which the customer may ask after it", async () => {
  const ann = await onShift();
  const { customer, path } = await held(ann);
  const dueAt = Date.now() + 60_000;
  const { status, body } = await as(ann)<HandoffResponse>("POST", `${path}/handoff`, { ...REASON, dueAt });
  expect(status).toBe(201);
  const { promise, followUpToken } = body;
  expect(promise).toMatchObject({ state: "promised", owner: ann, waitsFor: "desk", dueAt });
  expect((await as(ann)<HandoffResponse>("POST", `${path}/handoff`, REASON)).body).toEqual(body);
  expect((await as(ann)<{ promises: DeskPromise[] }>("GET", "/v1/agent/promises")).body.promises).toEqual([promise]);

  const asked = await fetch(`${customer.pop}/v1/follow-up`, { headers: { "follow-up-token": followUpToken } });
  const { owner: _, trouble: __, ...seen } = promise;
  expect(await asked.json()).toEqual(seen);
  const own = await customer.call<HandoffResponse>("GET", `/v1/contacts/${customer.contactId}/promise`);
  expect(own.body).toEqual({ promise: seen, followUpToken });
  const texts = (await customer.page<MessagePage>()).body.messages.map(({ text }) => text);
  expect(texts.at(-1)).toMatch(/^We are finding out/);

  const resolve = `/v1/agent/promises/${promise.promiseId}/resolve`;
  expect(code(await as(await onShift())("POST", resolve, {}))).toEqual([403, "not-your-promise"]);
  expect((await as(ann)<DeskPromise>("POST", resolve, {})).body).toMatchObject({ outcome: "settled-by-owner" });
  expect((await as(ann)("POST", resolve, {})).status).toBe(200);
  expect((await as(ann)<{ promises: DeskPromise[] }>("GET", "/v1/agent/promises")).body.promises).toEqual([]);
  const ops = bearerCaller(stack.ops, stack.opsBearer);
  const log = (await ops<LogEntry[]>("GET", "/export/v1/log")).body;
  const story = log.filter(({ kind, subject }) => kind === "matter.moved" && subject === promise.promiseId);
  expect(story.map(({ body: { to } }) => to)).toEqual(["received", "triaged", "promised", "resolved"]);
  expect(JSON.stringify(log)).not.toContain(followUpToken);
  const exported = (await ops<{ promiseId: string }[]>("GET", "/export/v1/promises")).body;
  expect(exported.find(({ promiseId }) => promiseId === promise.promiseId)).toMatchObject({
    resolutions: 1,
    owners: 1,
  });
});

test("a due time in the past is refused, and leaves nothing behind", async () => {
  const ann = await onShift();
  const { customer, path } = await held(ann);
  const past = [{ dueAt: Date.now() - 1 }, { dueAt: 0 }, { dueInSec: 0 }, { dueInSec: -5 }];
  for (const due of past)
    expect(code(await as(ann)("POST", `${path}/handoff`, { ...REASON, ...due }))).toEqual([422, "due-in-past"]);
  const far = { dueAt: Date.now() + 10 ** 10 };
  expect(code(await as(ann)("POST", `${path}/handoff`, { ...REASON, ...far }))).toEqual([400, "bad-request"]);
  expect(stack.services.promises.book.ofContact(customer.contactId)).toBeNull();
  expect((await customer.call("GET", `/v1/contacts/${customer.contactId}/promise`)).status).toBe(404);
});

test("only the holder hands off, to an owner who is there; to the partner only what it can settle", async () => {
  const [ann, bob, cat] = [await onShift(), await onShift(), await onShift()];
  const { path } = await held(ann, orderIn("paid"));
  expect(code(await as(bob)("POST", `${path}/handoff`, REASON))).toEqual([409, "contact-held"]);
  const to = (owner: string) => as(ann)("POST", `${path}/handoff`, { ...REASON, owner });
  expect(code(await to("nobody-of-that-name"))).toEqual([404, "unknown-agent"]);
  await as(bob)("PUT", "/v1/agent/presence", { agentId: bob, state: "off" });
  expect(code(await to(bob))).toEqual([409, "agent-not-available"]);
  expect(code(await as(ann)("POST", `${path}/handoff`, { ...REASON, waitsFor: "partner" }))).toEqual([
    409,
    "no-order-trouble",
  ]);
  expect((await to(cat)).status).toBe(201);
});

test("what waits for the partner is followed up there, and its callback comes over the wire", async () => {
  const fast = await startStack({
    ...{ checkAnswers: true, orders: 50, timeFactor: 50, deskPartner: { asksPartner: true } },
    partnerPlan: {
      ...{ servers: 8, queue: 8, refuseWith: 503, callbacks: { lateShare: 0, lateSec: 0, twiceShare: 1 } },
      service: { distribution: "log-normal", meanSec: 5, sigma: 0.1 },
    },
  });
  try {
    const customer = await TestCustomer.at(fast.pops["pop-a"] ?? "");
    await customer.open({ orderId: orderIn("held"), text: "Where is my order?" });
    const { book, inbox } = fast.services.promises;
    await expect.poll(() => book.ofContact(customer.contactId)?.state, { timeout: 10_000 }).toBe("resolved");
    await expect.poll(() => inbox.counts(), { timeout: 10_000 }).toMatchObject({ noted: 1, again: 1, replayed: 2 });
    expect(book.ofContact(customer.contactId)).toMatchObject({ resolutions: 1, trouble: "order-held" });
    const ops = bearerCaller(fast.ops, fast.opsBearer);
    expect((await ops("GET", "/ops/v1/counters")).body).toMatchObject({
      ...{
        "partner-calls.sent": 1,
        "partner-calls.matters": 1,
        "partner-calls.breaker-is-open": 0,
        "promises.resolved": 1,
        "callbacks.noted": 1,
      },
      ...{ "partner.settled": 1, "partner.requests": 1, "partner.servers": 8, "partner.busy": 0 },
    });
    const [settled] = (await ops<PartnerCase[]>("GET", "/export/v1/cases")).body;
    expect(settled?.outcome).toBe(book.ofContact(customer.contactId)?.outcome);
  } finally {
    await fast.close();
  }
});

test("bad tokens show nothing", async () => {
  for (const token of ["", "p_1", "p_1.AAAA", "x".repeat(200)]) {
    const answer = await fetch(`${stack.pops["pop-a"]}/v1/follow-up`, { headers: { "follow-up-token": token } });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([401, "bad-follow-up"]);
  }
});
