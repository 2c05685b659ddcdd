import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AgentContact } from "../../core/schema/agent-wire.ts";
import type { ConsentKeys } from "../../core/schema/session-wire.ts";
import type { ConsentRecord, FastPathResponse, LogEntry, Receipt } from "../../core/schema/wire.ts";
import { verifyConsentReceipt } from "../../core/trust/consent-receipt.ts";
import { startStack } from "../server.ts";
import type { RunningStack } from "../stack-options.ts";
import { newSessionKey, testCrypto } from "../testing/node-crypto-port.ts";
import { type Answered, bearerCaller, type Problematic, TestCustomer } from "../testing/test-customer.ts";

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack({ checkAnswers: true, orders: 50 });
});
afterAll(() => stack.close());

interface Session {
  readonly sessionId: string;
}
interface Given extends Session {
  readonly consentId: string;
  readonly token: string;
  readonly receipt: Receipt;
}
interface Opened {
  readonly contactId: string;
  readonly decision: { readonly reason: string };
  readonly messages: readonly unknown[];
}

const operator = <T>(path: string): Promise<Answered<T>> => bearerCaller(stack.ops, stack.opsBearer)<T>("GET", path);
const agent = <T>(path: string): Promise<Answered<T>> => bearerCaller(stack.origin, stack.agentBearer)<T>("GET", path);
const stranger = (): Promise<TestCustomer> => TestCustomer.at(stack.pops["pop-b"] ?? "");
const session = (customer: TestCustomer) =>
  customer.call<Session & Problematic>("POST", "/v1/sessions", { publicJwk: customer.key.publicJwk });
const consent = (customer: TestCustomer, purposes: readonly string[] = ["support-reply", "order-lookup"]) =>
  customer.call<Given & Problematic>("POST", "/v1/consents", { purposes, noticeHash: "n".repeat(43) });
const contact = (customer: TestCustomer, part: object = {}) =>
  customer.call<Opened & Problematic>("POST", "/v1/contacts", {
    ...{ event: "drop", lane: "stream", clientContactId: randomUUID(), clientMessageId: randomUUID() },
    ...{ text: "Was I charged for order D100003?", orderId: "D100003" },
    ...part,
  });
/** Session and consent, in two steps. */
const consented = async (purposes?: readonly string[]): Promise<{ customer: TestCustomer; given: Given }> => {
  const customer = await stranger();
  await session(customer);
  const { body } = await consent(customer, purposes);
  customer.token = body.token;
  customer.consentId = body.consentId;
  return { customer, given: body };
};

test("session, consent, contact: the same as the one button, in steps", async () => {
  const customer = await stranger();
  const opened = await session(customer);
  expect(opened.status).toBe(201);
  const given = await consent(customer);
  expect(given.status).toBe(201);
  expect(given.body.sessionId).toBe(opened.body.sessionId);
  customer.token = given.body.token;
  const asked = { clientContactId: "c-1", clientMessageId: "m-1" };
  const first = await contact(customer, asked);
  expect(first.status).toBe(201);
  expect(first.body).toMatchObject({ decision: { reason: "personal" }, messages: [{ seq: 1 }, { seq: 2 }] });
  expect((await contact(customer, asked)).body).toEqual(first.body);
  expect((await contact(customer, { ...asked, text: "Another question?" })).body.code).toBe("key-reused");
  customer.contactId = first.body.contactId;
  expect((await customer.page()).status).toBe(200);
  const log = (await operator<LogEntry[]>("/export/v1/log")).body.filter(
    ({ body }) => body["sessionId"] === opened.body.sessionId,
  );
  expect(log.map(({ kind }) => kind)).toEqual(["consent.given", "contact.opened"]);
  const consents = (await operator<ConsentRecord[]>("/export/v1/consents")).body;
  expect(consents.find((one) => one.consentId === given.body.consentId)).toMatchObject({
    ...{ state: "given", clientContactId: null, purposes: ["support-reply", "order-lookup"] },
  });
});

test("before a consent nothing is recorded: a session leaves no line in the log", async () => {
  const before = stack.services.store.size();
  const customer = await stranger();
  const { sessionId } = (await session(customer)).body;
  expect(stack.services.store.size()).toBe(before);
  expect((await contact(customer)).body.code).toBe("no-token");
  expect(JSON.stringify((await operator("/export/v1/log")).body)).not.toContain(sessionId);
});

test("one key is one session: it gets the same again, and no other key gets in", async () => {
  const customer = await stranger();
  const first = (await session(customer)).body.sessionId;
  expect((await session(customer)).body.sessionId).toBe(first);
  customer.token = null;
  expect((await customer.open()).body.sessionId).toBe(first);
  customer.token = null;
  expect((await session(customer)).body.sessionId).toBe(first);
  const other = await newSessionKey();
  const claimed = await customer.call<Problematic>("POST", "/v1/sessions", { publicJwk: other.publicJwk });
  expect(claimed.body.code).toBe("bad-proof");
  expect((await consent(await stranger())).body.code).toBe("no-session");
});

test("a withdrawn session is over: its key opens no other one", async () => {
  const customer = await stranger();
  const request = customer.request();
  await customer.open(request);
  await customer.call("DELETE", `/v1/consents/${customer.consentId}`);
  customer.token = null;
  expect((await session(customer)).body.code).toBe("session-ended");
  expect((await consent(customer)).body.code).toBe("session-ended");
  const pressed = async (part: object) =>
    (await customer.call<Problematic>("POST", "/v1/fast-path", customer.request(part))).body.code;
  expect(await pressed({})).toBe("session-ended");
  expect(await pressed(request)).toBe("consent-withdrawn");
});

test("a token of another session's key is no good, nor another session's contact", async () => {
  const [mine, other] = [await consented(), await consented()];
  const { contactId } = (await contact(other.customer)).body;
  mine.customer.contactId = contactId;
  expect((await mine.customer.page<Problematic>()).body.code).toBe("not-your-contact");
  mine.customer.token = other.given.token;
  expect((await mine.customer.page<Problematic>()).body.code).toBe("bad-proof");
});

test("without its purpose nothing is done: no answer, no order", async () => {
  const before = stack.services.store.size();
  const pressing = await stranger();
  const wish = pressing.request({ purposes: ["order-lookup"], orderId: "D100003" });
  expect((await pressing.call<Problematic>("POST", "/v1/fast-path", wish)).body.code).toBe("purpose-missing");
  expect(stack.services.store.size()).toBe(before);
  const silent = await consented(["order-lookup"]);
  expect((await contact(silent.customer)).body.code).toBe("purpose-missing");
  const { customer } = await consented(["support-reply"]);
  const opened = (await contact(customer)).body;
  const seen = (await agent<AgentContact>(`/v1/agent/contacts/${opened.contactId}`)).body;
  expect(seen.context?.order).toBeNull();
  expect(seen.context?.facts["was-i-charged"]).toBeUndefined();
  const asking = await consented(["support-reply", "order-lookup"]);
  const allowed = (await contact(asking.customer)).body;
  const shown = (await agent<AgentContact>(`/v1/agent/contacts/${allowed.contactId}`)).body;
  expect(shown.context?.order?.orderId).toBe("D100003");
});

test("a consent may be given anew in its session, with other purposes", async () => {
  const { customer } = await consented(["support-reply"]);
  const opened = (await contact(customer)).body;
  customer.token = null;
  const second = await consent(customer, ["support-reply", "order-lookup"]);
  expect(second.status).toBe(201);
  customer.token = second.body.token;
  customer.contactId = opened.contactId;
  expect((await customer.page()).status).toBe(200);
  const seen = (await agent<AgentContact>(`/v1/agent/contacts/${opened.contactId}`)).body;
  expect(seen.context?.order).toBeNull();
});

test("a receipt verifies offline under the operator's keys, and is no token", async () => {
  const { customer, given } = await consented();
  const { keys } = (await operator<ConsentKeys>("/ops/v1/consent-keys")).body;
  expect(await (await fetch(`${customer.pop}/v1/consent-keys`)).json()).toEqual({ keys });
  const trusted = new Map(keys.map(({ kid, kty, crv, x, y }) => [kid, { kty, crv, x, y }]));
  const check = await verifyConsentReceipt(given.receipt.jws ?? "", trusted, testCrypto);
  if (check.result !== "good") throw new Error(check.result);
  const { consentId, recordedAt, purposes, noticeHash, logIndex } = given.receipt;
  expect(check.receipt).toMatchObject({ consentId, recordedAt, purposes, noticeHash, logIndex });
  expect(check.receipt.sessionId).toBe(given.sessionId);
  const entry = (await operator<LogEntry[]>("/export/v1/log")).body[logIndex];
  expect(entry).toMatchObject({ kind: "consent.given", subject: consentId, body: { jkt: check.receipt.jkt } });
  expect((await verifyConsentReceipt(given.token, trusted, testCrypto)).result).toBe("malformed");
  customer.token = given.receipt.jws ?? "";
  expect((await contact(customer)).body.code).toBe("bad-token");
  const pressed = await stranger();
  const fast: FastPathResponse = (await pressed.open()).body;
  expect((await verifyConsentReceipt(fast.receipt.jws ?? "", trusted, testCrypto)).result).toBe("good");
});
