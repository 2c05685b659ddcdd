import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { ClaimResponse, MessagePage, PostMessageResponse, QueuePage } from "../../core/schema/wire.ts";
import { startStack } from "../server.ts";
import type { RunningStack } from "../stack-options.ts";
import { type Answered, bearerCaller, type Problematic, TestCustomer } from "../testing/test-customer.ts";

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack({ orders: 50, checkAnswers: true });
});
afterAll(() => stack.close());

let customer: TestCustomer;
beforeEach(async () => {
  customer = await TestCustomer.at(stack.pops["pop-a"] ?? "");
  expect((await customer.open()).status).toBe(201);
});

const agent = <T>(
  verb: string,
  body: unknown = {},
  headers: Record<string, string> = {},
): Promise<Answered<T & Problematic>> =>
  bearerCaller(stack.origin, stack.agentBearer)(
    "POST",
    `/v1/agent/contacts/${customer.contactId}/${verb}`,
    body,
    headers,
  );
const reply = (text: string, clientMessageId: string = randomUUID(), headers: Record<string, string> = {}) =>
  agent<PostMessageResponse>("messages", { clientMessageId, text }, headers);
const texts = async (): Promise<string[]> => (await customer.page<MessagePage>()).body.messages.map(({ text }) => text);
const state = async (): Promise<string> => (await customer.page<MessagePage>()).body.state;
const counted = (statuses: readonly number[]): Record<number, number> =>
  Object.fromEntries([...new Set(statuses)].map((status) => [status, statuses.filter((one) => one === status).length]));

test("of many agents who claim at once one gets the contact", async () => {
  const claims = await Promise.all(Array.from({ length: 8 }, () => agent<ClaimResponse>("claim")));
  expect(counted(claims.map(({ status }) => status))).toEqual({ 200: 1, 409: 7 });
  for (const { status, body } of claims) if (status === 409) expect(body.code).toBe("contact-not-waiting");
});

test("the same claim under one Idempotency-Key is one claim, also at once", async () => {
  const claims = await Promise.all(
    [1, 2, 3].map(() => agent<ClaimResponse>("claim", {}, { "idempotency-key": "claim-1" })),
  );
  expect(counted(claims.map(({ status }) => status))).toEqual({ 200: 3 });
  expect(new Set(claims.map(({ body }) => body.claimedAt)).size).toBe(1);
  expect((await agent("claim", {}, { "idempotency-key": "claim-2" })).status).toBe(409);
});

test("one waiting contact is offered to one of many agents who ask at once", async () => {
  const ask = (wait: number) =>
    bearerCaller(stack.origin, stack.agentBearer)<QueuePage>("GET", `/v1/agent/queue?lane=solo&wait=${wait}`);
  const solo = await TestCustomer.at(stack.pops["pop-a"] ?? "");
  const asking = [ask(300), ask(300), ask(300)];
  await solo.open({ lane: "solo" });
  const offered = (await Promise.all(asking)).flatMap(({ body }) => body.items.map(({ contactId }) => contactId));
  expect(offered).toEqual([solo.contactId]);
});

test("a HEAD of the queue takes no offer, and shows none", async () => {
  const solo = await TestCustomer.at(stack.pops["pop-a"] ?? "");
  await solo.open({ lane: "solo" });
  const queue = `${stack.origin}/v1/agent/queue?lane=solo&wait=0`;
  const authorization = `Bearer ${stack.agentBearer}`;
  const head = await fetch(queue, { method: "HEAD", headers: { authorization } });
  expect(head.status).toBeGreaterThanOrEqual(404);
  const page: QueuePage = await (await fetch(queue, { headers: { authorization } })).json();
  expect(page.items.map(({ contactId }) => contactId)).toContain(solo.contactId);
});

test("an agent answers only what they hold: not what waits, not what is resolved", async () => {
  expect(await reply("too early")).toMatchObject({ status: 409, body: { code: "contact-not-claimed" } });
  expect(await agent("resolve")).toMatchObject({ status: 409, body: { code: "contact-not-claimed" } });
  await agent("claim");
  expect((await reply("in time")).status).toBe(202);
  expect((await agent("resolve")).status).toBe(200);
  expect(await reply("too late")).toMatchObject({ status: 409, body: { code: "contact-resolved" } });
  expect(await agent("claim")).toMatchObject({ status: 409, body: { code: "contact-resolved" } });
  expect((await texts()).slice(2)).toEqual(["in time"]);
});

test("resolving twice is resolving once", async () => {
  await agent("claim");
  await reply("done");
  const [first, second] = [await agent("resolve"), await agent("resolve")];
  expect(second).toEqual(first);
  const resolved = (await stack.services.store.read(0, stack.services.store.size())).filter(
    ({ entry }) => entry.subject === customer.contactId && entry.kind === "contact.resolved",
  );
  expect(resolved).toHaveLength(1);
});

test("a customer's message on a resolved contact reopens it for a human, once", async () => {
  await agent("claim");
  await reply("done");
  await agent("resolve");
  const again = randomUUID();
  const sent = await Promise.all([1, 2, 3].map(() => customer.send<PostMessageResponse>("It is not.", again)));
  expect(counted(sent.map(({ status }) => status))).toEqual({ 202: 3 });
  expect(new Set(sent.map(({ body }) => body.message.id)).size).toBe(1);
  expect(await state()).toBe("waiting");
  expect((await texts()).filter((text) => text === "It is not.")).toHaveLength(1);
});

test.each(["customer", "agent"])(
  "a %s's resend under the same client id is one message; another text is refused",
  async (who) => {
    await agent("claim");
    const say = (text: string, id: string) =>
      who === "customer" ? customer.send<PostMessageResponse & Problematic>(text, id) : reply(text, id);
    const sent = await Promise.all(Array.from({ length: 5 }, () => say("once", "c-1")));
    expect(counted(sent.map(({ status }) => status))).toEqual({ 202: 5 });
    expect(new Set(sent.map(({ body }) => body.message.id)).size).toBe(1);
    expect(await say("twice", "c-1")).toMatchObject({ status: 422, body: { code: "key-reused" } });
    expect((await texts()).slice(2)).toEqual(["once"]);
    // The other side may use the same id for a message of its own.
    const other = who === "customer" ? await reply("mine", "c-1") : await customer.send("mine", "c-1");
    expect(other.status).toBe(202);
  },
);

test("a resend still counts as the first after the contact is resolved, and reopens nothing", async () => {
  await agent("claim");
  await customer.send("one more thing", "c-9");
  await reply("answered", "a-9");
  await agent("resolve");
  expect((await customer.send("one more thing", "c-9")).status).toBe(202);
  expect((await reply("answered", "a-9")).status).toBe(202);
  expect(await state()).toBe("resolved");
});

test("the one button pressed again gives the same contact; another question under its id is refused", async () => {
  const fresh = await TestCustomer.at(stack.pops["pop-a"] ?? "");
  const request = fresh.request();
  const press = (overrides = {}) =>
    fresh.call<Record<string, unknown>>("POST", "/v1/fast-path", { ...request, ...overrides });
  const pressed = await Promise.all([press(), press(), press()]);
  expect(counted(pressed.map(({ status }) => status))).toEqual({ 201: 3 });
  for (const field of ["sessionId", "consentId", "contactId", "messages", "receipt", "decision"])
    expect(new Set(pressed.map(({ body }) => JSON.stringify(body[field]))).size, field).toBe(1);
  for (const other of [
    { text: "another" },
    { purposes: ["support-reply"] },
    { lane: "solo" },
    { orderId: "D100001" },
    { noticeHash: "m".repeat(43) },
  ])
    expect(await press(other), JSON.stringify(other)).toMatchObject({ status: 422, body: { code: "key-reused" } });
  const another = await press({ clientContactId: randomUUID(), clientMessageId: randomUUID() });
  expect(another).toMatchObject({ status: 201, body: { sessionId: pressed[0]?.body["sessionId"] } });
  expect(another.body["contactId"]).not.toBe(pressed[0]?.body["contactId"]);
});

test("pressed again after the withdrawal, the button does not give the token back", async () => {
  const fresh = await TestCustomer.at(stack.pops["pop-a"] ?? "");
  const request = fresh.request();
  const { body } = await fresh.call<{ token: string; consentId: string }>("POST", "/v1/fast-path", request);
  fresh.token = body.token;
  await fresh.call("DELETE", `/v1/consents/${body.consentId}`);
  // Taken back twice is taken back: a retry after a lost answer is told so.
  expect((await fresh.call("DELETE", `/v1/consents/${body.consentId}`)).status).toBe(204);
  fresh.token = null;
  expect(await fresh.call("POST", "/v1/fast-path", request)).toMatchObject({
    status: 403,
    body: { code: "consent-withdrawn" },
  });
  const keyed = await fresh.call("POST", "/v1/fast-path", request, { "idempotency-key": "again" });
  expect(keyed).toMatchObject({ status: 403, body: { code: "consent-withdrawn" } });
});

test.each(["c_unknown", "__proto__", "%00", "%E2%80%AE", "x".repeat(64)])("there is no contact %s", async (id) => {
  const call = bearerCaller(stack.origin, stack.agentBearer);
  for (const [verb, body] of [
    ["claim", {}],
    ["messages", { clientMessageId: "a", text: "a" }],
    ["resolve", {}],
  ] as const)
    expect(await call("POST", `/v1/agent/contacts/${id}/${verb}`, body), verb).toMatchObject({
      status: 404,
      body: { code: "not-found" },
    });
});
