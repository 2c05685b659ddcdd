import { createHash } from "node:crypto";
import { decodeJwt, decodeProtectedHeader, importJWK, jwtVerify } from "jose";
import { HttpResponse, http } from "msw/http";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { nodeClock, nodeCrypto, nodeHttp, nodeSockets, nodeTimers } from "../../../harness/ports/node-ports.ts";
import { aMessage } from "../../../test/actors/script-builder.ts";
import { createReferenceCustomer } from "./customer.ts";

const POP = "http://pop.test";
const TOKEN = "header.payload.signature";
const decision = { decisionId: "d", route: "human", intent: null, score: 0, reason: "personal" };
const opened = { token: TOKEN, contactId: "c-1", consentId: "k-1", decision, messages: [aMessage(1)] };

const asked: Request[] = [];
const target = setupServer();
beforeAll(() => target.listen({ onUnhandledFrame: "error" }));
afterEach(() => {
  target.resetHandlers();
  asked.length = 0;
});
afterAll(() => target.close());

const answering = (method: "post" | "get", path: string, answer: () => Response): void =>
  target.use(
    http[method](`${POP}${path}`, ({ request }) => {
      asked.push(request.clone());
      return answer();
    }),
  );
const customer = (noticeHash = "n".repeat(43)) =>
  createReferenceCustomer({
    http: nodeHttp,
    sockets: nodeSockets,
    timers: nodeTimers,
    crypto: nodeCrypto,
    clock: nodeClock,
    pop: POP,
    event: "drop",
    noticeHash,
    requestTimeoutMs: 2000,
  });
const question = {
  clientContactId: "run-1-000004",
  clientMessageId: "run-1-000004-q",
  lane: "stream" as const,
  text: "was I charged",
  orderId: "D100003",
};

test("the one button sends key, consent and question, with a proof and no token yet", async () => {
  answering("post", "/v1/fast-path", () => HttpResponse.json(opened, { status: 201 }));
  expect(await customer().open(question)).toEqual({
    ok: true,
    value: { contactId: "c-1", consentId: "k-1", decision, messages: opened.messages },
  });
  const body = await asked[0]?.json();
  expect(body).toMatchObject({ purposes: ["support-reply", "order-lookup"], orderId: "D100003", event: "drop" });
  expect(asked[0]?.headers.get("authorization")).toBeNull();
  const proof = asked[0]?.headers.get("dpop") ?? "";
  const header = decodeProtectedHeader(proof);
  expect(header).toMatchObject({ typ: "dpop+jwt", alg: "ES256", jwk: body.publicJwk });
  await jwtVerify(proof, await importJWK(body.publicJwk, "ES256"));
  expect(decodeJwt(proof)).toMatchObject({ htm: "POST", htu: `${POP}/v1/fast-path` });
});

test("without an order nothing about one is asked for or consented to", async () => {
  answering("post", "/v1/fast-path", () => HttpResponse.json(opened, { status: 201 }));
  await customer().open({ ...question, orderId: null });
  const body = await asked[0]?.json();
  expect(body.purposes).toEqual(["support-reply"]);
  expect(body).not.toHaveProperty("orderId");
});

test("after it each request carries the token bound to a fresh proof, and never in an address", async () => {
  answering("post", "/v1/fast-path", () => HttpResponse.json(opened, { status: 201 }));
  answering("post", "/v1/contacts/c-1/messages", () =>
    HttpResponse.json({ message: aMessage(2), decision }, { status: 202 }),
  );
  answering("post", "/v1/contacts/c-1/signals", () => new HttpResponse(null, { status: 204 }));
  const one = customer();
  await one.open(question);
  expect(await one.send("c-1", "m", "hello?")).toEqual({ ok: true, value: { decision } });
  expect(await one.signal("c-1", "left")).toEqual({ ok: true, value: null });
  const proofs = asked.map((request) => decodeJwt(request.headers.get("dpop") ?? ""));
  expect(new Set(proofs.map(({ jti }) => jti)).size).toBe(3);
  expect(proofs[1]?.["ath"]).toBe(createHash("sha256").update(TOKEN).digest("base64url"));
  expect(asked.slice(1).map((request) => request.headers.get("authorization"))).toEqual([
    `DPoP ${TOKEN}`,
    `DPoP ${TOKEN}`,
  ]);
  expect(asked.some((request) => request.url.includes(TOKEN))).toBe(false);
});

test("an id of the target's with odd characters stays one part of the path", async () => {
  answering("post", "/v1/contacts/:id/messages", () => HttpResponse.json({ message: aMessage(2) }, { status: 202 }));
  await customer().send("../ops?x=#y", "m", "hello?");
  expect(asked[0]?.url).toBe(`${POP}/v1/contacts/..%2Fops%3Fx%3D%23y/messages`);
});

test.each([
  ["no token", { ...opened, token: undefined }],
  ["no messages", { ...opened, messages: "none" }],
  ["an error with 200", { error: "database is down" }],
])("an opening with %s is a fault, and no session", async (_name, body) => {
  answering("post", "/v1/fast-path", () => HttpResponse.json(body));
  expect(await customer().open(question)).toEqual({
    ok: false,
    fault: { where: "fast-path", status: 200, code: "bad-body" },
  });
});

test("an acknowledgement that acknowledges nothing is a fault", async () => {
  answering("post", "/v1/contacts/c-1/messages", () => HttpResponse.json({ ok: true }));
  answering("post", "/v1/contacts/c-1/signals", () => HttpResponse.json({ ok: true }));
  expect(await customer().send("c-1", "m", "x")).toMatchObject({ ok: false, fault: { code: "bad-body" } });
  expect(await customer().signal("c-1", "helpful")).toMatchObject({ ok: false, fault: { code: "bad-body" } });
});

test("a problem's code, its status and how long to stay away come through", async () => {
  answering("post", "/v1/fast-path", () =>
    HttpResponse.json({ code: "too-many" }, { status: 429, headers: { "retry-after": "3" } }),
  );
  expect(await customer().open(question)).toEqual({
    ok: false,
    fault: { where: "fast-path", status: 429, code: "too-many", retryAfterMs: 3000 },
  });
});

test("a redirect is not followed: it could carry the token elsewhere", async () => {
  answering("post", "/v1/fast-path", () => HttpResponse.redirect("http://elsewhere.test/", 307));
  expect(await customer().open(question)).toMatchObject({ ok: false, fault: { status: 307 } });
  expect(asked).toHaveLength(1);
});
