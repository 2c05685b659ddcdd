import { HttpResponse, http } from "msw/http";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { nodeHttp } from "../../../harness/ports/node-ports.ts";
import { aMessage } from "../../../test/actors/script-builder.ts";
import { answerFromContext, createReferenceAgent } from "./agent.ts";

const ORIGIN = "http://desk.test";
const context = { orderWindow: "drop", partner: "north", riskFlags: [], order: null, facts: { stock: "12 are left" } };
const item = {
  contactId: "c-1",
  clientContactId: "run-1-000000",
  lane: "stream",
  waitingSince: 5,
  context,
  lastMessages: [],
};

const asked: Request[] = [];
const desk = setupServer();
beforeAll(() => desk.listen({ onUnhandledFrame: "error" }));
afterEach(() => {
  desk.resetHandlers();
  asked.length = 0;
});
afterAll(() => desk.close());

const answering = (method: "post" | "get", path: string, answer: () => Response): void =>
  desk.use(
    http[method](`${ORIGIN}${path}`, ({ request }) => {
      asked.push(request);
      return answer();
    }),
  );
const agent = createReferenceAgent({ http: nodeHttp, origin: ORIGIN, bearer: "agents-only", requestTimeoutMs: 2000 });

test("waits for the next offer of its lane, with its bearer in a header only", async () => {
  answering("get", "/v1/agent/queue", () => HttpResponse.json({ items: [item], depth: 1 }));
  expect(await agent.next("stream", 1499.6)).toEqual({ ok: true, value: item });
  expect(asked[0]?.url).toBe(`${ORIGIN}/v1/agent/queue?lane=stream&wait=1500`);
  expect(asked[0]?.headers.get("authorization")).toBe("Bearer agents-only");
});

test("nothing came, and a page that is none, are told apart", async () => {
  answering("get", "/v1/agent/queue", () => HttpResponse.json({ items: [], depth: 0 }));
  expect(await agent.next("stream", 100)).toEqual({ ok: true, value: null });
  answering("get", "/v1/agent/queue", () => HttpResponse.json({ depth: 0 }));
  expect(await agent.next("stream", 100)).toMatchObject({ ok: false, fault: { where: "queue", code: "bad-body" } });
});

test("another slot's claim is no fault; any other refusal is", async () => {
  answering("post", "/v1/agent/contacts/c-1/claim", () => HttpResponse.json({ code: "taken" }, { status: 409 }));
  expect(await agent.claim("c-1", "key-1")).toEqual({ ok: true, value: null });
  answering("post", "/v1/agent/contacts/c-1/claim", () => HttpResponse.json({ code: "bad-bearer" }, { status: 401 }));
  expect(await agent.claim("c-1", "key-1")).toMatchObject({ ok: false, fault: { status: 401, code: "bad-bearer" } });
});

test("a claim brings context and conversation; without a good context it brings none", async () => {
  const messages = [aMessage(1)];
  answering("post", "/v1/agent/contacts/c-1/claim", () => HttpResponse.json({ context, messages }));
  expect(await agent.claim("c-1", "key-1")).toEqual({ ok: true, value: { context, messages } });
  expect(asked[0]?.headers.get("idempotency-key")).toBe("key-1");
  answering("post", "/v1/agent/contacts/c-1/claim", () => HttpResponse.json({ context: { partner: 3 }, messages }));
  expect(await agent.claim("c-1", "key-1")).toEqual({ ok: true, value: { context: null, messages } });
});

test("a reply counts with the id of its message, a resolution with its time, and neither without", async () => {
  answering("post", "/v1/agent/contacts/c-1/messages", () =>
    HttpResponse.json({ message: aMessage(3) }, { status: 202 }),
  );
  answering("post", "/v1/agent/contacts/c-1/resolve", () => HttpResponse.json({ contactId: "c-1", resolvedAt: 9 }));
  expect(await agent.reply("c-1", "a-1", "It is.")).toEqual({ ok: true, value: { messageId: "m-3" } });
  expect(await asked[0]?.json()).toEqual({ clientMessageId: "a-1", text: "It is." });
  expect(await agent.resolve("c-1")).toEqual({ ok: true, value: null });
  answering("post", "/v1/agent/contacts/c-1/messages", () => HttpResponse.json({ queued: true }));
  answering("post", "/v1/agent/contacts/c-1/resolve", () => HttpResponse.json({ error: "not now" }));
  expect(await agent.reply("c-1", "a-1", "It is.")).toMatchObject({ ok: false, fault: { code: "bad-body" } });
  expect(await agent.resolve("c-1")).toMatchObject({ ok: false, fault: { code: "bad-body" } });
});

test("answers from the ticket's facts and from nowhere else", () => {
  expect(answerFromContext("stock", context)).toBe("Thanks for waiting. I checked for you: 12 are left.");
  expect(answerFromContext("returns", context)).toBeNull();
  expect(answerFromContext("stock", null)).toBeNull();
});
