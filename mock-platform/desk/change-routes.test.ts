import { afterAll, beforeAll, expect, test } from "vitest";
import type { ChangedMessage } from "../../core/schema/agent-wire.ts";
import type { LogEntry, Message, MessagePage, PostMessageResponse } from "../../core/schema/wire.ts";
import { startStack } from "../server.ts";
import type { RunningStack } from "../stack-options.ts";
import { bearerCaller, type Problematic, TestCustomer } from "../testing/test-customer.ts";
import { MODERATED_TEXT } from "./message-change.ts";

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack({ checkAnswers: true, orders: 50 });
  for (const agentId of ["ann", "bob"]) await as(agentId)("PUT", "/v1/agent/presence", { ...shift, agentId });
});
afterAll(() => stack.close());

const shift = { state: "available", slots: 20 };
const as = (agentId: string) => {
  const call = bearerCaller(stack.origin, stack.agentBearer);
  return <T>(method: string, path: string, body?: unknown) => call<T>(method, path, body, { "agent-id": agentId });
};

/** A contact that ann has answered; messages 1 customer, 2 system, 3 ann. */
const answered = async (): Promise<{ customer: TestCustomer; reply: Message; messages: readonly Message[] }> => {
  const customer = await TestCustomer.at(stack.pops["pop-a"] ?? "");
  const { messages } = (await customer.open()).body;
  await as("ann")("POST", `/v1/agent/contacts/${customer.contactId}/claim`, {});
  const { body } = await as("ann")<PostMessageResponse>("POST", `/v1/agent/contacts/${customer.contactId}/messages`, {
    clientMessageId: "a1",
    text: "It was charged twice.",
  });
  return { customer, reply: body.message, messages };
};
const edit = (agentId: string, id: string, text: string, reason: unknown = "correction") =>
  as(agentId)<ChangedMessage & Problematic>("PATCH", `/v1/agent/messages/${id}`, { text, reason });
const moderate = (agentId: string, id: string, reason = "abuse") =>
  as(agentId)<ChangedMessage & Problematic>("DELETE", `/v1/agent/messages/${id}?reason=${reason}`);

test("an edit comes to the customer as the next item, and the old words are gone for who reads from the start", async () => {
  const { customer, reply } = await answered();
  expect(reply.agentId).toBe("ann");
  const waiting = customer.page<MessagePage>(3, 5000);
  const { status, body } = await edit("ann", reply.id, "It was charged once.");
  expect(status).toBe(200);
  expect(body.message).toMatchObject({ id: reply.id, seq: 3, text: "It was charged once.", revision: 2 });
  const change = { kind: "edited", messageId: reply.id, seq: 3, revision: 2, reason: "correction" };
  expect((await waiting).body.messages).toEqual([body.item]);
  expect(body.item).toMatchObject({ seq: 4, author: "agent", text: "It was charged once.", change });
  const all = (await customer.page<MessagePage>()).body.messages;
  expect(all.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  expect(JSON.stringify(all)).not.toContain("charged twice");
  const third = await edit("ann", reply.id, "It was charged one time.", "clarity");
  expect(third.body.message.revision).toBe(3);
  const same = await edit("ann", reply.id, "It was charged one time.", "clarity");
  expect(same.body.item.id).toBe(third.body.item.id);
});

test("moderation takes the words away everywhere and is the system's item, no agent's reply", async () => {
  const { customer, messages } = await answered();
  const mine = messages[0]?.id ?? "";
  const { body } = await moderate("bob", mine, "personal-data");
  expect(body.message).toMatchObject({ id: mine, author: "customer", text: MODERATED_TEXT, revision: 2 });
  expect(body.item).toMatchObject({ seq: 4, author: "system", change: { kind: "moderated", reason: "personal-data" } });
  expect(body.item.agentId).toBeUndefined();
  expect(JSON.stringify((await customer.page<MessagePage>()).body)).not.toContain("D100000");
  const seen = await as("ann")("GET", `/v1/agent/contacts/${customer.contactId}`);
  expect(JSON.stringify(seen.body)).not.toContain("Was I charged for order D100000");
  expect((await moderate("bob", mine)).body).toMatchObject({ status: 409, code: "already-moderated" });
  // A resend of what was taken away is still that message, and nothing new.
  const resent = await customer.send<PostMessageResponse>(
    "Was I charged for order D100000?",
    messages[0]?.clientMessageId,
  );
  expect(resent.body.message).toMatchObject({ id: mine, text: MODERATED_TEXT });
});

test("edits by nobody, without a reason, of another's words: each is refused with its code", async () => {
  const { customer, reply, messages } = await answered();
  const [asked, handOff] = messages;
  const nobody = bearerCaller(stack.origin, stack.agentBearer);
  const path = `/v1/agent/messages/${reply.id}`;
  const code = async (answer: Promise<{ body: Problematic }>) => (await answer).body.code;
  expect(await code(nobody("PATCH", path, { text: "x", reason: "clarity" }))).toBe("agent-unnamed");
  expect(await code(nobody("DELETE", `${path}?reason=abuse`))).toBe("agent-unnamed");
  expect(await code(as("ghost")("PATCH", path, { text: "x", reason: "clarity" }))).toBe("unknown-agent");
  expect(await code(as("ann")("PATCH", path, { text: "x" }))).toBe("bad-request");
  expect(await code(edit("ann", reply.id, "x", "because"))).toBe("bad-request");
  expect(await code(as("ann")("DELETE", path))).toBe("bad-request");
  expect(await code(edit("bob", reply.id, "x"))).toBe("not-your-message");
  expect(await code(edit("ann", asked?.id ?? "", "x"))).toBe("not-editable");
  expect(await code(edit("ann", handOff?.id ?? "", "x"))).toBe("not-editable");
  expect(await code(moderate("ann", handOff?.id ?? ""))).toBe("not-editable");
  expect(await code(edit("ann", "m_nope", "x"))).toBe("not-found");
  expect(await code(edit("ann", reply.id, "x".repeat(65 * 1024)))).toBe("too-large");
  const edited = await edit("ann", reply.id, "y");
  expect(await code(edit("ann", edited.body.item.id, "z"))).toBe("not-editable");
  await moderate("ann", reply.id);
  expect(await code(edit("ann", reply.id, "back again"))).toBe("already-moderated");
  expect((await customer.page<MessagePage>()).body.messages.at(2)?.text).toBe(MODERATED_TEXT);
});

test("the log knows who changed what and why, and holds none of the words", async () => {
  const { reply } = await answered();
  await edit("ann", reply.id, "Words of an edit.");
  await moderate("bob", reply.id, "legal");
  const log = (await bearerCaller(stack.ops, stack.opsBearer)<LogEntry[]>("GET", "/export/v1/log")).body;
  const mine = log.filter(({ body }) => body["messageId"] === reply.id && body["revision"] !== undefined);
  expect(mine.map(({ kind, body }) => [kind, body["agentId"], body["reason"], body["revision"]])).toEqual([
    ["message.edited", "ann", "correction", 2],
    ["message.moderated", "bob", "legal", 3],
  ]);
  expect(JSON.stringify(log)).not.toMatch(/Words of an edit/);
});
