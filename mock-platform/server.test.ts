import { WebSocket } from "ws";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  claimResponseSchema,
  consentRecordSchema,
  deskContactSchema,
  edgeStatusSchema,
  exportedMessageSchema,
  factsSchema,
  fastPathResponseSchema,
  islandEnvelopeSchema,
  logEntrySchema,
  type Message,
  type MessagePage,
  queuePageSchema,
  type RootMetadata,
} from "../core/schema/wire.ts";
import { verifyChain } from "../core/trust/hash-chain.ts";
import { keyIdOf, spkiPemToJwk } from "../core/trust/island-key.ts";
import { verifyIsland } from "../core/trust/island-signature.ts";
import { chainTools } from "./event-log/log-chain.ts";
import { startStack } from "./server.ts";
import type { RunningStack } from "./stack-options.ts";
import { testCrypto } from "./testing/node-crypto-port.ts";
import { bearerCaller, TestCustomer } from "./testing/test-customer.ts";

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack({ checkAnswers: true, orders: 50 });
});
afterAll(() => stack.close());

const popA = (): string => stack.pops["pop-a"] ?? "";
const agent = () => bearerCaller(stack.origin, stack.agentBearer);
const ops = () => bearerCaller(stack.ops, stack.opsBearer);

test("answers a general question from the island and resolves the contact", async () => {
  const customer = await TestCustomer.at(popA());
  const { status, body } = await customer.open({ text: "When will it ship?" });
  expect(status).toBe(201);
  const opened = fastPathResponseSchema.parse(body);
  expect(opened.decision).toMatchObject({ route: "island", intent: "shipping-window", reason: "sure" });
  expect(opened.messages.map(({ author }) => author)).toEqual(["customer", "assistant"]);
  const facts = factsSchema.parse((await ops()("GET", "/ops/v1/facts?event=drop")).body);
  expect(opened.messages[1]?.text).toContain(facts.facts["shipping-window"]);
  expect((await customer.page<MessagePage>()).body.state).toBe("resolved");
});

test("carries a personal question to an agent and the reply back, by feed and by long poll", async () => {
  const customer = await TestCustomer.at(popA());
  const { body } = await customer.open({ orderId: "D100003" });
  expect(body.decision).toMatchObject({ route: "human", reason: "personal" });
  const { ticket } = (await customer.call<{ ticket: string }>("POST", `/v1/contacts/${customer.contactId}/ticket`, {}))
    .body;
  const seen: Message[] = [];
  const socket = new WebSocket(
    `${popA().replace("http", "ws")}/v1/contacts/${customer.contactId}/feed?ticket=${ticket}&after=0`,
  );
  socket.on("message", (data) => seen.push(JSON.parse(String(data))));
  await new Promise((resolve) => socket.once("open", resolve));

  const page = queuePageSchema.parse((await agent()("GET", "/v1/agent/queue?lane=stream&wait=2000")).body);
  expect(page.items.map(({ contactId }) => contactId)).toEqual([customer.contactId]);
  expect(page.items[0]?.context?.order?.orderId).toBe("D100003");
  expect(page.items[0]?.context?.facts["was-i-charged"]).toMatch(/charged/);
  const claimed = claimResponseSchema.parse(
    (await agent()("POST", `/v1/agent/contacts/${customer.contactId}/claim`, {})).body,
  );
  expect(claimed.messages).toHaveLength(2);
  expect((await agent()("POST", `/v1/agent/contacts/${customer.contactId}/claim`, {})).status).toBe(409);

  const polled = customer.page<MessagePage>(2, 5000);
  const reply = await agent()("POST", `/v1/agent/contacts/${customer.contactId}/messages`, {
    clientMessageId: "a1",
    text: "It was charged once.",
  });
  expect(reply.status).toBe(202);
  expect((await polled).body.messages.map(({ text }) => text)).toEqual(["It was charged once."]);
  await expect.poll(() => seen.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect((await agent()("POST", `/v1/agent/contacts/${customer.contactId}/resolve`, {})).status).toBe(200);
  socket.close();
});

test("proves ready, its island and its log to an operator", async () => {
  expect((await ops()("GET", "/readyz")).status).toBe(200);
  const status = edgeStatusSchema.parse(await (await fetch(`${popA()}/edge/v1/status`)).json());
  const island = await fetch(`${popA()}/edge/v1/islands/drop`);
  expect(island.headers.get("cache-status")).toMatch(/^pop-a;hit;ttl=\d+$/);
  const envelope = islandEnvelopeSchema.parse(await island.json());
  const root: RootMetadata = await (await fetch(`${popA()}/edge/v1/metadata/root`)).json();
  const trusted = new Map<string, { kty: "EC"; crv: "P-256"; x: string; y: string }>();
  for (const [id, key] of Object.entries(root.keys)) {
    const jwk = spkiPemToJwk(key.keyval.public);
    expect(await keyIdOf(key.keyval.public, testCrypto)).toBe(id);
    if (jwk !== null) trusted.set(id, jwk);
  }
  expect(await verifyIsland(envelope, trusted, Date.now(), testCrypto)).toMatchObject({
    result: "good",
    keyId: status.trustedKeyIds[0],
  });
  const again = await fetch(`${popA()}/edge/v1/islands/drop`, {
    headers: { "if-none-match": island.headers.get("etag") ?? "" },
  });
  expect(again.status).toBe(304);

  const lines = async (name: string): Promise<unknown[]> => (await ops()<unknown[]>("GET", `/export/v1/${name}`)).body;
  const log = (await lines("log")).map((line) => logEntrySchema.parse(line));
  expect(verifyChain(log, chainTools)).toMatchObject({ result: "whole", count: log.length });
  const contacts = (await lines("contacts")).map((line) => deskContactSchema.parse(line));
  const consents = (await lines("consents")).map((line) => consentRecordSchema.parse(line));
  const messages = (await lines("messages")).map((line) => exportedMessageSchema.parse(line));
  expect(consents).toHaveLength(contacts.length);
  expect(messages.length).toBe(contacts.reduce((sum, contact) => sum + contact.messages, 0));
  expect(JSON.stringify(log)).not.toContain("charged once");
});
