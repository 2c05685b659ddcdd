import { createHash } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type ExportedMessage, MAX_TEXT_BYTES, type MessagePage } from "../../core/schema/wire.ts";
import { startStack } from "../server.ts";
import type { RunningStack } from "../stack-options.ts";
import { HOSTILE_TEXTS } from "../testing/hostile-texts.ts";
import { collectLog } from "../testing/log-lines.ts";
import { ask, exchangeBytes, expectProblem, type RawAnswer } from "../testing/raw-http.ts";
import { bearerCaller, TestCustomer } from "../testing/test-customer.ts";
import { MOST_BODY_BYTES } from "./app-base.ts";
import type { ProblemCode } from "./problems.ts";

let stack: RunningStack;
const log = collectLog();
beforeAll(async () => {
  stack = await startStack({
    orders: 50,
    checkAnswers: true,
    logLevel: "trace",
    log,
  });
});
afterAll(() => stack.close());
const popA = (): string => stack.pops["pop-a"] ?? "";

let customer: TestCustomer;
beforeEach(async () => {
  customer = await TestCustomer.at(popA());
});

/** Sends bytes as they are to a route that takes a body, with good credentials. */
type Send = (body: string | Buffer, headers?: Record<string, string>) => Promise<RawAnswer>;
interface Taker {
  readonly name: string;
  /** A body that the route takes, with `text` where it has one. */
  good(text?: string): Record<string, unknown>;
  readonly hasText: boolean;
  open(): Promise<Send>;
}

const fastPath: Taker = {
  name: "POST /v1/fast-path",
  good: (text) => ({ ...customer.request(text === undefined ? {} : { text }) }),
  hasText: true,
  open:
    async () =>
    async (body, headers = {}) => {
      const url = `${popA()}/v1/fast-path`;
      const dpop = await customer.proof("POST", url);
      return ask(url, { method: "POST", headers: { "content-type": "application/json", dpop, ...headers }, body });
    },
};
const ofContact = (path: string, good: Taker["good"], hasText: boolean): Taker => ({
  name: `POST /v1/contacts/{id}/${path}`,
  good,
  hasText,
  open: async () => {
    await customer.open();
    const url = `${popA()}/v1/contacts/${customer.contactId}/${path}`;
    return async (body, headers = {}) => {
      const credentials = { authorization: `DPoP ${customer.token}`, dpop: await customer.proof("POST", url) };
      return ask(url, {
        method: "POST",
        headers: { "content-type": "application/json", ...credentials, ...headers },
        body,
      });
    };
  },
});
let sent = 0;
const message = (text = "hello"): Record<string, unknown> => {
  sent += 1;
  return { clientMessageId: `m-${sent}`, text };
};
const agentMessage: Taker = {
  name: "POST /v1/agent/contacts/{id}/messages",
  good: message,
  hasText: true,
  open: async () => {
    await customer.open();
    await bearerCaller(stack.origin, stack.agentBearer)("POST", `/v1/agent/contacts/${customer.contactId}/claim`, {});
    const url = `${stack.origin}/v1/agent/contacts/${customer.contactId}/messages`;
    const authorization = `Bearer ${stack.agentBearer}`;
    return (body, headers = {}) =>
      ask(url, { method: "POST", headers: { "content-type": "application/json", authorization, ...headers }, body });
  },
};
const TAKERS = [
  fastPath,
  ofContact("messages", message, true),
  ofContact("signals", () => ({ kind: "helpful" }), false),
  agentMessage,
];

describe.each(TAKERS)("$name", (taker) => {
  let send: Send;
  beforeEach(async () => {
    send = await taker.open();
  });
  const expectStillGood = async (): Promise<void> =>
    expect((await send(JSON.stringify(taker.good()))).status, "afterwards").toBeLessThan(300);

  test("refuses what is no JSON", async () => {
    for (const body of ["", "{", "{}}", "\u{1F381}", "{'a':1}", '{"a":NaN}', Buffer.from([0xff, 0xfe, 0x7b])])
      expectProblem(await send(body), "bad-json", String(body));
    await expectStillGood();
  });

  test("refuses JSON that is no object of the contract", async () => {
    for (const body of ["null", "[]", "1", '"text"', "true", "{}", '[{"text":"a"}]'])
      expectProblem(await send(body), "bad-request", body);
    for (const body of ['{"__proto__":{"a":1}}', '{"constructor":{"prototype":{"a":1}}}'])
      expect((await send(body)).status, body).toBe(400);
    for (const name of Object.keys(taker.good()))
      for (const value of [null, 1, [], {}, true, ""]) {
        const body = JSON.stringify({ ...taker.good(), [name]: value });
        expectProblem(await send(body), "bad-request", `${name} = ${JSON.stringify(value)}`);
      }
    await expectStillGood();
  });

  test("refuses keys that it does not know, and names them all at once", async () => {
    const answer = await send(JSON.stringify({ ...taker.good(), admin: true, text2: "secret-value" }));
    expectProblem(answer, "bad-request");
    expect(answer.text).toContain("admin");
    expect(answer.text).toContain("text2");
    expect(answer.text).not.toContain("secret-value");
  });

  test("refuses other content types", async () => {
    const body = JSON.stringify(taker.good());
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
      "application/xml",
      "json",
      "application/json5",
    ])
      expectProblem(await send(body, { "content-type": type }), "wrong-media-type", type);
    expect(
      (await send(JSON.stringify(taker.good()), { "content-type": "application/json; charset=utf-8" })).status,
    ).toBeLessThan(300);
  });

  test("refuses what is too large or too deep, before it costs anything", async () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    expectProblem(await send(deep), "bad-request", "deep");
    expectProblem(await send(`{"text":${deep}}`), "bad-request", "deep within");
    expectProblem(await send(deep, { "idempotency-key": "deep" }), "bad-request", "deep, with a key");
    expectProblem(await send(Buffer.alloc(MOST_BODY_BYTES + 1, "[")), "too-large", "one byte too many");
    expectProblem(
      await send(Buffer.alloc(MOST_BODY_BYTES + 1, "["), { "transfer-encoding": "chunked" }),
      "too-large",
      "in chunks",
    );
    const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, place) => [`k${place}`, 1]));
    const answer = await send(JSON.stringify(many));
    expectProblem(answer, "bad-request", "many keys");
    expect(answer.text.length).toBeLessThan(2000);
    await expectStillGood();
  });

  test("is never surprised, whatever JSON stands in a field's place", async () => {
    const names = Object.keys(taker.good());
    const body = fc.tuple(fc.constantFrom(...names, "more"), fc.jsonValue({ maxDepth: 4 }), fc.boolean());
    await fc.assert(
      fc.asyncProperty(body, async ([name, value, whole]) => {
        const { status, type } = await send(JSON.stringify(whole ? value : { ...taker.good(), [name]: value }));
        expect([200, 201, 202, 204, 400, 404, 413, 422]).toContain(status);
        if (status >= 400) expect(type).toBe("application/problem+json");
      }),
      { seed: 7, numRuns: 60 },
    );
  });

  test("refuses an Idempotency-Key that is empty or too long", async () => {
    for (const key of ["", "x".repeat(129)])
      expectProblem(await send(JSON.stringify(taker.good()), { "idempotency-key": key }), "bad-request", key);
    expect((await send(JSON.stringify(taker.good()), { "idempotency-key": "x".repeat(128) })).status).toBeLessThan(300);
  });

  test("gives the first answer again for a repeated Idempotency-Key, and refuses another body under it", async () => {
    const body = JSON.stringify(taker.good());
    const answers = await Promise.all([1, 2, 3].map(() => send(body, { "idempotency-key": "same" })));
    expect(new Set(answers.map(({ status }) => status)).size).toBe(1);
    expect(answers[0]?.status).toBeLessThan(300);
    expect(
      new Set(answers.map(({ text }) => (text === "" ? "" : JSON.stringify({ ...JSON.parse(text), token: "" })))).size,
    ).toBe(1);
    const other = { ...taker.good(), ...(taker.hasText ? { text: "another" } : { kind: "not-helpful" }) };
    expectProblem(await send(JSON.stringify(other), { "idempotency-key": "same" }), "key-reused");
  });
});

describe.each(TAKERS.filter(({ hasText }) => hasText))("the text of $name", (taker) => {
  test("is up to 64 KiB of UTF-8, and neither empty nor longer nor broken", async () => {
    const send = await taker.open();
    const withText = (text: string): Promise<RawAnswer> => send(JSON.stringify(taker.good(text)));
    expectProblem(await withText(""), "bad-request", "empty");
    const gift = "\u{1F381}";
    expect((await withText("x".repeat(MAX_TEXT_BYTES))).status).toBeLessThan(300);
    expectProblem(await withText("x".repeat(MAX_TEXT_BYTES + 1)), "too-large", "one letter more");
    expectProblem(await withText(`${gift.repeat(MAX_TEXT_BYTES / 4)}x`), "too-large", "emoji and one letter more");
    expectProblem(await withText(gift.repeat(1024 * 256)), "too-large", "1 MB of emoji");
    const escapes = JSON.stringify(taker.good("T")).replace('"T"', `"${"\\u0001".repeat(MAX_TEXT_BYTES)}"`);
    expect((await send(escapes)).status, "all of it in escapes").toBeLessThan(300);
    for (const half of ["\\ud83c", "\\udf81", "a\\ud83c\\ud83cb"])
      expectProblem(await send(JSON.stringify(taker.good("T")).replace('"T"', `"${half}"`)), "bad-request", half);
  });
});

test("routes that take no body ignore one, however deep, with an Idempotency-Key or without", async () => {
  await customer.open();
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  const headers = { "content-type": "application/json", authorization: `Bearer ${stack.agentBearer}` };
  const claim = `${stack.origin}/v1/agent/contacts/${customer.contactId}/claim`;
  for (const key of [{}, { "idempotency-key": "deep" }])
    expect((await ask(claim, { method: "POST", headers: { ...headers, ...key }, body: deep })).status).toBeLessThan(
      500,
    );
});

test("1 MB of emoji from a client that only reads once it has written all gets its problem too", async () => {
  await customer.open();
  const answer = await customer.send<{ code: string }>("\u{1F381}".repeat(1024 * 256));
  expect(answer).toMatchObject({ status: 413, body: { code: "too-large" } });
});

test("texts of every script and direction come back to the letter, from both sides, and are committed to", async () => {
  const agent = bearerCaller(stack.origin, stack.agentBearer);
  const names = Object.keys(HOSTILE_TEXTS);
  const [first = ""] = names;
  expect((await customer.open({ text: `${HOSTILE_TEXTS[first]} \u2067` })).status).toBe(201);
  await agent("POST", `/v1/agent/contacts/${customer.contactId}/claim`, {});
  for (const name of names) {
    const text = HOSTILE_TEXTS[name] ?? "";
    expect((await customer.send(text)).status, name).toBe(202);
    const body = { clientMessageId: `a-${names.indexOf(name)}`, text };
    expect((await agent("POST", `/v1/agent/contacts/${customer.contactId}/messages`, body)).status, name).toBe(202);
  }
  const { messages } = (await customer.page<MessagePage>()).body;
  const texts = messages.slice(-2 * names.length).map(({ text }) => text);
  expect(texts).toEqual(names.flatMap((name) => [HOSTILE_TEXTS[name], HOSTILE_TEXTS[name]]));
  const exported = await bearerCaller(stack.ops, stack.opsBearer)<ExportedMessage[]>("GET", "/export/v1/messages");
  const mine = exported.body.filter(({ contactId }) => contactId === customer.contactId);
  const custody = (await stack.services.store.read(0, stack.services.store.size())).filter(
    ({ entry }) => entry.subject === customer.contactId && entry.kind === "message.sent",
  );
  expect(mine).toHaveLength(messages.length);
  for (const [place, { textSha256 }] of mine.entries()) {
    const salt = Buffer.from(String(custody[place]?.custody?.["salt"]), "hex");
    expect(
      createHash("sha256")
        .update(salt)
        .update(messages[place]?.text ?? "")
        .digest("hex"),
    ).toBe(textSha256);
  }
});

test("an event that is not on is refused and costs no memory", async () => {
  const answer = await customer.open({ event: "no-such-drop" });
  expect(answer).toMatchObject({ status: 404, body: { code: "not-found" } });
  for (const event of ["no-such-drop", "__proto__", "%F0%9F%8E%81"])
    expectProblem(await ask(`${popA()}/edge/v1/islands/${event}`), "no-valid-island", event);
});

const GETS: [string, ProblemCode][] = [
  ["/v1/agent/queue?wait=-1", "bad-request"],
  ["/v1/agent/queue?wait=soon", "bad-request"],
  ["/v1/agent/queue?limit=0", "bad-request"],
  ["/v1/agent/queue?limit=51", "bad-request"],
  ["/v1/agent/queue?limit=1.5", "bad-request"],
  ["/v1/agent/queue?lane=fast", "bad-request"],
  ["/v1/agent/queue?lane=stream&lane=solo", "bad-request"],
  ["/origin/v1/islands/other", "not-found"],
  ["/origin/v1/islands/%ff", "bad-request"],
  ["/v1/agent/nothing", "not-found"],
  [`/origin/v1/islands/${"x".repeat(300)}`, "bad-request"],
];
test.each(GETS)("GET %s gives %s", async (path, code) => {
  expectProblem(
    await ask(`${stack.origin}${path}`, { headers: { authorization: `Bearer ${stack.agentBearer}` } }),
    code,
  );
});

test.each(["after=-1", "after=1.5", "after=x", "after=1e999", "wait=-1", "wait=x", "after=1&after=2"])(
  "reading on with %s is refused",
  async (query) => {
    await customer.open();
    const answer = await customer.call("GET", `/v1/contacts/${customer.contactId}/messages?${query}`);
    expect(answer).toMatchObject({ status: 400, body: { code: "bad-request" } });
  },
);

test.each([
  ["PUT", "/v1/fast-path"],
  ["GET", "/v1/fast-path"],
  ["OPTIONS", "/v1/fast-path"],
  ["POST", "/edge/v1/status"],
  ["TRACE", "/edge/v1/status"],
  ["GET", "/../../etc/passwd"],
  ["GET", "/edge/v1/status/"],
  ["GET", "//edge/v1/status"],
])("%s %s is not there", async (method, path) => {
  expectProblem(await ask(`${popA()}${path}`, { method }), "not-found");
});

test.each([
  ["bytes that are no HTTP", "\u0000\u0001\u0002\r\n\r\n", 400, "bad-request"],
  [
    "two lengths",
    "POST /v1/fast-path HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n",
    400,
    "bad-request",
  ],
  [
    "a length and chunks",
    "POST /v1/fast-path HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
    400,
    "bad-request",
  ],
  ["a header with a line break", "GET /edge/v1/status HTTP/1.1\r\nhost: x\r\nx-a: b\rc: d\r\n\r\n", 400, "bad-request"],
  [
    "headers of 20 kB",
    `GET /edge/v1/status HTTP/1.1\r\nhost: x\r\nx-a: ${"b".repeat(20_000)}\r\n\r\n`,
    431,
    "headers-too-large",
  ],
])("%s get a problem and the connection is closed", async (_what, bytes, status, code) => {
  const answer = await exchangeBytes(popA(), bytes);
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(answer).toContain("content-type: application/problem+json");
  expect(JSON.parse(answer.split("\r\n\r\n")[1] ?? "{}")).toMatchObject({ status, code });
});

test("none of it is in the stack's log, and none of it was a surprise to the stack", async () => {
  expect(log.text()).not.toMatch(/ey[A-Za-z0-9_-]{20,}/);
  expect(log.text()).not.toMatch(/"level":(50|60)/);
  expect(log.text()).not.toMatch(/secret-value|DROP TABLE/);
  const { body } = await bearerCaller(stack.ops, stack.opsBearer)<Record<string, number>>("GET", "/ops/v1/counters");
  expect(body["http.4xx"]).toBeGreaterThan(100);
  // Only islands that are not there, which the edge calls unavailable.
  expect(body["http.5xx"]).toBe(3);
});
