import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AgentPort, CustomerPort, FollowHandlers, Question } from "../../core/contract/target.ts";
import type { Http } from "../../core/contract/ports.ts";
import { type Facts, factsSchema, type Message } from "../../core/schema/wire.ts";
import { createHttpAgent } from "../../drills/targets/http/agent.ts";
import { createHttpCustomer } from "../../drills/targets/http/customer.ts";
import { createLimiter } from "../../drills/targets/http/limiter.ts";
import { createReferenceAgent } from "../../drills/targets/reference/agent.ts";
import { createReferenceCustomer } from "../../drills/targets/reference/customer.ts";
import { nodeClock, nodeCrypto, nodeHttp, nodeSockets, nodeTimers } from "../../harness/ports/node-ports.ts";
import { parseTarget } from "../../harness/target/load-target.ts";
import { walkTarget } from "../../harness/target/walk/walk.ts";
import { startStack } from "../../mock-platform/server.ts";
import type { RunningStack } from "../../mock-platform/stack-options.ts";

/** What customers and agents of the bundled stack rely on holds by its own adapter and by the mapping of the example alike. */
const PATH = new URL("../../examples/native-wire.target.yaml", import.meta.url);
const target = parseTarget(readFileSync(PATH, "utf8"), "native-wire.target.yaml");

let stack: RunningStack;
let facts: Facts;
beforeAll(async () => {
  stack = await startStack({ checkAnswers: true, orders: 60, logLevel: "fatal" });
  const headers = { authorization: `Bearer ${stack.opsBearer}` };
  facts = factsSchema.parse(await (await fetch(`${stack.ops}/ops/v1/facts?event=drop`, { headers })).json());
});
afterAll(() => stack.close());

const ports = { http: nodeHttp, sockets: nodeSockets, timers: nodeTimers, crypto: nodeCrypto, clock: nodeClock };
const common = { ...ports, event: "drop", noticeHash: "n".repeat(43), requestTimeoutMs: 5000 };
const mapped = (base: string, http: Http = nodeHttp) => {
  if (target.http === undefined) throw new Error("the example has no section http");
  const limiter = createLimiter({ perMinute: null, clock: nodeClock, timers: nodeTimers });
  const secrets = { "agent-bearer": stack.agentBearer };
  return { ...common, http, mapping: target.http, base, secrets, marker: target.syntheticMarker, limiter };
};

interface Desk {
  readonly customer: (http?: Http) => CustomerPort;
  readonly agent: () => AgentPort;
}
const DESKS: Readonly<Record<"reference" | "mapped", Desk>> = {
  reference: {
    customer: (http = nodeHttp) => createReferenceCustomer({ ...common, http, pop: stack.pops["pop-a"] ?? "" }),
    agent: () =>
      createReferenceAgent({
        http: nodeHttp,
        origin: stack.origin,
        bearer: stack.agentBearer,
        requestTimeoutMs: 5000,
      }),
  },
  mapped: {
    customer: (http) => createHttpCustomer(mapped(stack.pops["pop-a"] ?? "", http)),
    agent: () => createHttpAgent({ ...mapped(stack.origin), agentId: "agent-0", idPrefix: "native-1" }),
  },
};

let asked = 0;
const question = (part: Partial<Question> = {}): Question => {
  asked++;
  const clientContactId = `native-1-${String(asked).padStart(6, "0")}`;
  const ids = { clientContactId, clientMessageId: `${clientContactId}-q` };
  return { ...ids, lane: "standard", text: "When will it ship?", orderId: null, ...part };
};
const personal = (lane: Question["lane"]): Question => {
  const order = facts.orders.find(({ state }) => state === "held");
  const orderId = order?.orderId ?? "";
  return question({ lane, text: `why is my order ${orderId} on hold`, orderId });
};

const value = <T>(outcome: { ok: true; value: T } | { ok: false; fault: unknown }): T => {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.fault));
  return outcome.value;
};

function listener() {
  const messages: Message[] = [];
  const told: string[] = [];
  const handlers: FollowHandlers = {
    onMessage: (message) => void messages.push(message),
    onDuplicate: (seq) => void told.push(`again ${seq}`),
    onGap: (missed) => void told.push(`gap ${missed}`),
    onReconnect: () => void told.push("reconnect"),
    onFault: ({ where, status, code }) => void told.push(`${where} ${status} ${code}`),
  };
  return { messages, told, handlers };
}
const SOON = { interval: 10, timeout: 10_000 };

describe.each(["reference", "mapped"] as const)("by the %s adapter", (name) => {
  const desk = DESKS[name];

  test("a general question is answered by the island in the opening, with its source", async () => {
    const asking = question();
    const opened = value(await desk.customer().open(asking));
    expect(opened.decision).toMatchObject({ route: "island", intent: "shipping-window" });
    expect(opened.consentId).not.toBe("");
    expect(opened.messages.map(({ author, seq }) => [author, seq])).toEqual([
      ["customer", 1],
      ["assistant", 2],
    ]);
    expect(opened.messages[0]).toMatchObject({ clientMessageId: asking.clientMessageId, contactId: opened.contactId });
    expect(opened.messages[1]?.island).toMatchObject({ event: "drop", version: 1 });
  });

  test("an opening whose answer was lost is repeated, and is one contact", async () => {
    const ids: unknown[] = [];
    const lossy: Http = {
      send: async (request) => {
        const response = await nodeHttp.send(request);
        ids.push(JSON.parse(response.body).contactId);
        return ids.length === 1 ? { status: 0, headers: {}, body: "", error: "ECONNRESET" } : response;
      },
    };
    const customer = desk.customer(lossy);
    const asking = question();
    expect(await customer.open(asking)).toMatchObject({ ok: false, fault: { status: 0, code: "ECONNRESET" } });
    expect(value(await customer.open(asking)).contactId).toBe(ids[0]);
    expect(ids[1]).toBe(ids[0]);
  });

  test.each(["websocket", "long-poll"] as const)("from question to resolution, followed by %s", async (delivery) => {
    const customer = desk.customer();
    const agent = desk.agent();
    const asking = personal("solo");
    const opened = value(await customer.open(asking));
    expect(opened.decision.route).toBe("human");
    const { messages, told, handlers } = listener();
    const following = customer.follow(opened.contactId, opened.messages.length, delivery, handlers);

    const sent = await customer.send(opened.contactId, `${asking.clientContactId}-c1`, 'not {what} I "asked" & more');
    expect(value(sent)).toHaveProperty("decision");
    value(await customer.send(opened.contactId, `${asking.clientContactId}-c1`, 'not {what} I "asked" & more'));
    await expect.poll(() => messages.map(({ text }) => text), SOON).toContain('not {what} I "asked" & more');

    const offered = value(await agent.next("solo", 1000));
    expect(offered).toMatchObject({
      contactId: opened.contactId,
      clientContactId: asking.clientContactId,
      lane: "solo",
      context: { order: { orderId: asking.orderId, state: "held" }, partner: expect.any(String) },
    });
    const claimed = value(await agent.claim(opened.contactId, `${name}-${delivery}-key`));
    expect(claimed?.context?.facts["order-held"]).toEqual(expect.any(String));
    expect(claimed?.messages[0]).toMatchObject({ author: "customer", text: asking.text });
    expect(value(await agent.claim(opened.contactId, `${name}-${delivery}-key`))).not.toBeNull();
    expect(value(await desk.agent().claim(opened.contactId, "another's"))).toBeNull();

    const { messageId } = value(await agent.reply(opened.contactId, `${name}-${delivery}-a`, "It is on its way. ✓"));
    expect(value(await agent.reply(opened.contactId, `${name}-${delivery}-a`, "It is on its way. ✓")).messageId).toBe(
      messageId,
    );
    await expect.poll(() => messages.map(({ id }) => id), SOON).toContain(messageId);
    expect(messages.find(({ id }) => id === messageId)).toMatchObject({ author: "agent", text: "It is on its way. ✓" });
    expect(value(await agent.resolve(opened.contactId))).toBeNull();
    expect(value(await customer.signal(opened.contactId, "helpful"))).toBeNull();
    following.stop();
    const seqs = messages.map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, at) => opened.messages.length + 1 + at));
    expect(told).toEqual([]);
  });

  test("a following from the beginning brings everything, in order", async () => {
    const customer = desk.customer();
    const opened = value(await customer.open(question()));
    for (const delivery of ["long-poll", "websocket"] as const) {
      const { messages, told, handlers } = listener();
      const following = customer.follow(opened.contactId, 0, delivery, handlers);
      await expect.poll(() => messages.map(({ id }) => id), SOON).toEqual(opened.messages.map(({ id }) => id));
      following.stop();
      expect(told).toEqual([]);
    }
  });

  test("who leaves is heard, an empty queue is null, and what is not there is a fault with the desk's own code", async () => {
    const customer = desk.customer();
    const opened = value(await customer.open(personal("standard")));
    expect(value(await customer.signal(opened.contactId, "left"))).toBeNull();
    const agent = desk.agent();
    expect(value(await agent.next("solo", 50))).toBeNull();
    const outcomes = [
      await agent.claim("nobody", "k"),
      await agent.resolve("nobody"),
      await customer.send("nobody", "m", "x"),
      await desk.customer().send(opened.contactId, "m", "x"),
    ];
    expect(outcomes.map((outcome) => (outcome.ok ? "ok" : [outcome.fault.status, outcome.fault.code]))).toEqual([
      [404, "not-found"],
      [404, "not-found"],
      [404, "not-found"],
      [401, "no-token"],
    ]);
  });
});

test("a check walks the native wire through its mapping and finds nothing to mend", async () => {
  const { http: mapping } = target;
  if (mapping === undefined) throw new Error("the example has no section http");
  const { pops, origin } = stack;
  const file = { ...target, addresses: { pops, origin } };
  const options = { file, mapping, secrets: { "agent-bearer": stack.agentBearer }, idPrefix: "native-walk-0" };
  const walk = await walkTarget({ ...ports, ...options, requestTimeoutMs: 5000, limitMs: 30_000 });
  expect(walk.findings).toEqual([]);
  const names = walk.steps.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["customer.replies.socket.ticket", "customer.replies.socket"]));
});
