import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { TicketResponse } from "../../core/schema/wire.ts";
import { startStack } from "../server.ts";
import type { RunningStack } from "../stack-options.ts";
import { bySocket, feedUrl, opened, ticketOf } from "../testing/readers.ts";
import { callShifted } from "../testing/shifted-customer.ts";
import { bearerCaller, type Problematic, TestCustomer } from "../testing/test-customer.ts";
import { tokenLifeMs } from "../create-services.ts";

let stack: RunningStack;
let aheadMs = 0;
beforeAll(async () => {
  stack = await startStack({
    ...{ checkAnswers: true, orders: 50, timeFactor: 50 },
    clock: { now: () => Date.now() + aheadMs },
  });
});
afterAll(() => stack.close());
afterEach(() => {
  aheadMs = 0;
});

const agent = <T>(method: string, path: string, body?: unknown) =>
  bearerCaller(stack.origin, stack.agentBearer)<T>(method, path, body, { "agent-id": "ann" });
const opening = async (): Promise<TestCustomer> => {
  const customer = await TestCustomer.at(stack.pops["pop-a"] ?? "");
  expect((await customer.open()).status).toBe(201);
  return customer;
};

/** Everything that a customer can ask for of one contact. */
const requestsOf = ({ contactId }: TestCustomer): [string, string, unknown?][] => [
  ["GET", `/v1/contacts/${contactId}/messages`],
  ["POST", `/v1/contacts/${contactId}/messages`, { clientMessageId: "late", text: "Hello?" }],
  ["POST", `/v1/contacts/${contactId}/ticket`, {}],
  ["POST", `/v1/contacts/${contactId}/signals`, { kind: "helpful" }],
  ["PUT", `/v1/attachments/${"0".repeat(64)}`],
];

test("consent is given in one step and withdrawn in one, and the step may be repeated", async () => {
  const customer = await TestCustomer.at(stack.pops["pop-a"] ?? "");
  const steps: string[] = [];
  const step = async (method: string, path: string, body?: unknown): Promise<number> => {
    steps.push(`${method} ${path.replace(customer.consentId, "{id}")}`);
    return (await customer.call(method, path, body)).status;
  };
  const given = await customer.open();
  expect(given.status).toBe(201);
  expect(await step("DELETE", `/v1/consents/${customer.consentId}`)).toBe(204);
  expect(steps).toEqual(["DELETE /v1/consents/{id}"]);
  expect(await step("DELETE", `/v1/consents/${customer.consentId}`)).toBe(204);
});

test("after the withdrawal nothing of it is served, to the customer or to an agent", async () => {
  await agent("PUT", "/v1/agent/presence", { agentId: "ann", state: "available", slots: 20 });
  const [held, waiting] = [await opening(), await opening()];
  const path = `/v1/agent/contacts/${held.contactId}`;
  expect((await agent("POST", `${path}/claim`, {})).status).toBe(200);
  await agent("POST", `${path}/messages`, { clientMessageId: "a1", text: "One moment." });
  const ticket = await ticketOf(held);
  const reader = await bySocket.read(held, 0);
  const poll = held.page<Problematic>(9, 10_000);
  for (const customer of [held, waiting]) {
    expect((await customer.call("DELETE", `/v1/consents/${customer.consentId}`)).status).toBe(204);
    for (const [method, url, body] of requestsOf(customer))
      expect((await customer.call<Problematic>(method, url, body)).body.code, url).toBe("consent-withdrawn");
  }
  expect(await reader.ended).toBe("4403 withdrawn");
  expect((await poll).body.code).toBe("consent-withdrawn");
  await expect(opened(new WebSocket(feedUrl(held, ticket, 0)))).rejects.toThrow("403 consent-withdrawn");
  const refused: [string, string, unknown?][] = [
    ["GET", path],
    ["POST", `${path}/claim`, {}],
    ["POST", `${path}/messages`, { clientMessageId: "a2", text: "Sorry for the wait." }],
    ["POST", `${path}/transfer`, { to: { lane: "solo" }, reason: "why" }],
    ["POST", `${path}/release`, {}],
    ["POST", `${path}/notes`, { clientNoteId: "n1", text: "x" }],
    ["POST", `/v1/agent/contacts/${waiting.contactId}/claim`, {}],
  ];
  for (const [method, url, body] of refused)
    expect((await agent<Problematic>(method, url, body)).body.code, `${method} ${url}`).toBe("consent-withdrawn");
  expect((await agent<{ items: [] }>("GET", "/v1/agent/queue?limit=50")).body.items).toEqual([]);
  expect((await agent<{ contacts: [] }>("GET", "/v1/agent/contacts")).body.contacts).toEqual([]);
});

test("one session's other consent is not touched, and serves nothing of the one that was withdrawn", async () => {
  const customer = await opening();
  const { contactId, consentId, token } = customer;
  customer.token = null;
  expect((await customer.open()).status).toBe(201);
  const second = { contactId: customer.contactId, token: customer.token };
  customer.token = token;
  expect((await customer.call("DELETE", `/v1/consents/${consentId}`)).status).toBe(204);
  customer.token = second.token;
  expect((await customer.page()).status).toBe(200);
  customer.contactId = contactId;
  expect((await customer.page<Problematic>()).body.code).toBe("consent-withdrawn");
});

test("an expired token opens nothing, ends the feed that it opened, and can still take the consent back", async () => {
  const customer = await opening();
  const life = tokenLifeMs(50);
  aheadMs = life - 700;
  const ticket = await callShifted<TicketResponse>(
    customer,
    aheadMs,
    "POST",
    `/v1/contacts/${customer.contactId}/ticket`,
    {},
  );
  const socket = new WebSocket(feedUrl(customer, ticket.body.ticket, 0));
  const ended = new Promise((resolve) => socket.once("close", (code, reason) => resolve(`${code} ${String(reason)}`)));
  await opened(socket);
  expect(await ended).toBe("4401 consent expired");
  aheadMs = life + 1000;
  for (const [method, url, body] of requestsOf(customer))
    expect((await callShifted<Problematic>(customer, aheadMs, method, url, body)).body.code, url).toBe("token-expired");
  const taken = await callShifted(customer, aheadMs, "DELETE", `/v1/consents/${customer.consentId}`);
  expect(taken.status).toBe(204);
  expect(stack.services.consents.find(customer.consentId)?.withdrawn).toBe(true);
});

test("nobody withdraws another's consent, or one that is not there", async () => {
  const [mine, other] = [await opening(), await opening()];
  expect((await mine.call<Problematic>("DELETE", `/v1/consents/${other.consentId}`)).body.code).toBe(
    "not-your-consent",
  );
  expect((await mine.call<Problematic>("DELETE", "/v1/consents/k_nope")).body.code).toBe("not-found");
  expect((await other.page()).status).toBe(200);
});

test.each([5 * 60_000, -5 * 60_000])("a customer's clock that is %i ms off is told so, at each door", async (offMs) => {
  const customer = await opening();
  for (const [method, url, body] of requestsOf(customer)) {
    const refused = await callShifted<Problematic>(customer, offMs, method, url, body);
    expect(refused.body, url).toMatchObject({ status: 401, code: "bad-proof", detail: "iat is too far off" });
  }
  const fresh = await TestCustomer.at(stack.pops["pop-a"] ?? "");
  const pressed = await callShifted<Problematic>(fresh, offMs, "POST", "/v1/fast-path", fresh.request());
  expect(pressed.body.code).toBe("bad-proof");
  const session = await callShifted<Problematic>(fresh, offMs, "POST", "/v1/sessions", {
    publicJwk: fresh.key.publicJwk,
  });
  expect(session.body.code).toBe("bad-proof");
});
