import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AgentContact, Note, Presence, WaitingAgain } from "../../core/schema/agent-wire.ts";
import type { ClaimResponse, QueuePage } from "../../core/schema/wire.ts";
import { startStack } from "../server.ts";
import type { RunningStack } from "../stack-options.ts";
import { bearerCaller, type Problematic, TestCustomer } from "../testing/test-customer.ts";

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack({ checkAnswers: true, orders: 50 });
});
afterAll(() => stack.close());

/** A caller under the agents' one bearer that gives a name. */
const as = (agentId: string) => {
  const call = bearerCaller(stack.origin, stack.agentBearer);
  return <T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    call<T>(method, path, body, { "agent-id": agentId, ...headers });
};
const nobody = <T>(method: string, path: string, body?: unknown) =>
  bearerCaller(stack.origin, stack.agentBearer)<T>(method, path, body);

const onShift = async (shift: Partial<Presence> = {}): Promise<string> => {
  const agentId = `agent-${randomUUID()}`;
  const body = { agentId, state: "available", slots: 3, ...shift };
  expect((await as(agentId)("PUT", "/v1/agent/presence", body)).status).toBe(200);
  return agentId;
};

/** A contact that waits, and its path for agents. */
const waiting = async (): Promise<{ customer: TestCustomer; path: string }> => {
  const customer = await TestCustomer.at(stack.pops["pop-a"] ?? "");
  await customer.open();
  return { customer, path: `/v1/agent/contacts/${customer.contactId}` };
};

const held = async (agentId: string): Promise<{ customer: TestCustomer; path: string }> => {
  const one = await waiting();
  expect((await as(agentId)<ClaimResponse>("POST", `${one.path}/claim`, {})).status).toBe(200);
  return one;
};

test("a transfer moves the contact to the other lane with its place, its reason and its notes", async () => {
  const ann = await onShift();
  const { customer, path } = await held(ann);
  const before = (await as(ann)<AgentContact>("GET", path)).body;
  expect(before).toMatchObject({ state: "claimed", agentId: ann, lane: "stream", notes: [] });
  await as(ann)("POST", `${path}/notes`, { clientNoteId: "n1", text: "Paid twice, I think." });
  const moved = await as(ann)<WaitingAgain>("POST", `${path}/transfer`, {
    to: { lane: "standard" },
    reason: "needs someone who sees payments",
  });
  expect(moved.status).toBe(200);
  expect(moved.body).toMatchObject({ lane: "standard", group: null });
  expect(moved.body.dueAt).toBeGreaterThan(moved.body.waitingSince);
  const bob = await onShift({ lanes: ["standard"] });
  const page = (await as(bob)<QueuePage>("GET", "/v1/agent/queue?wait=1000")).body;
  expect(page.items.map(({ contactId, lane, waitingSince }) => ({ contactId, lane, waitingSince }))).toEqual([
    { contactId: customer.contactId, lane: "standard", waitingSince: moved.body.waitingSince },
  ]);
  await as(bob)("POST", `${path}/claim`, {});
  const after = (await as(bob)<AgentContact>("GET", path)).body;
  expect(after.notes.map(({ agentId, text }) => [agentId, text])).toEqual([
    [ann, "Paid twice, I think."],
    [ann, "needs someone who sees payments"],
  ]);
  expect(JSON.stringify((await customer.page()).body)).not.toMatch(/Paid twice|sees payments/);
});

test("a contact given to a group is kept for it while one of it is on shift", async () => {
  const ann = await onShift({ lanes: ["solo"] });
  const pay = await onShift({ lanes: ["solo"], groups: ["payments"] });
  const { customer, path } = await held(ann);
  const moved = await as(ann)("POST", `${path}/transfer`, { to: { lane: "solo", group: "payments" }, reason: "money" });
  expect(moved.status).toBe(200);
  expect((await as(ann)<QueuePage>("GET", "/v1/agent/queue?lane=solo")).body.items).toEqual([]);
  expect((await as(ann)<Problematic>("POST", `${path}/claim`, {})).body.code).toBe("contact-reserved");
  const offered = (await as(pay)<QueuePage>("GET", "/v1/agent/queue?lane=solo&wait=1000")).body.items;
  expect(offered.map(({ contactId, group }) => [contactId, group])).toEqual([[customer.contactId, "payments"]]);
  // The last of the group goes: the contact must not wait for nobody.
  await as(pay)("PUT", "/v1/agent/presence", { agentId: pay, state: "off" });
  const open = (await as(ann)<QueuePage>("GET", "/v1/agent/queue?lane=solo&wait=1000")).body.items;
  expect(open.map(({ contactId }) => contactId)).toEqual([customer.contactId]);
});

test("who goes off shift gives all back, who takes a break keeps what they hold", async () => {
  const ann = await onShift();
  const { path } = await held(ann);
  await as(ann)("PUT", "/v1/agent/presence", { agentId: ann, state: "break", slots: 3 });
  expect((await as(ann)<{ contacts: AgentContact[] }>("GET", "/v1/agent/contacts")).body.contacts).toHaveLength(1);
  const other = await waiting();
  expect((await as(ann)<Problematic>("POST", `${other.path}/claim`, {})).body.code).toBe("agent-not-available");
  expect((await as(ann)("POST", `${path}/messages`, { clientMessageId: "a1", text: "Still here." })).status).toBe(202);
  const off = await as(ann)<Presence>("PUT", "/v1/agent/presence", { agentId: ann, state: "off" });
  expect(off.body).toMatchObject({ state: "off", held: [] });
  expect((await nobody<AgentContact>("GET", path)).body).toMatchObject({ state: "waiting", agentId: null });
});

test("an agent who reconnects finds their contacts, and claims again without harm", async () => {
  const ann = await onShift({ slots: 1 });
  const { customer, path } = await held(ann);
  const again = await as(ann)<ClaimResponse>("POST", `${path}/claim`, {});
  expect(again.status).toBe(200);
  expect(again.body.contactId).toBe(customer.contactId);
  const other = await waiting();
  expect((await as(ann)<Problematic>("POST", `${other.path}/claim`, {})).body.code).toBe("agent-slots-full");
  await as(ann)("POST", `${path}/release`, {});
  expect((await as(ann)("POST", `${other.path}/claim`, {})).status).toBe(200);
});

test("two agents who claim at once: one gets it, the other is told so", async () => {
  const [ann, bob] = [await onShift(), await onShift()];
  const { path } = await waiting();
  const answers = await Promise.all([ann, bob].map((name) => as(name)<Problematic>("POST", `${path}/claim`, {})));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(answers.find(({ status }) => status === 409)?.body.code).toBe("contact-not-waiting");
});

test("replies to resolved, foreign and unknown contacts are refused, each with its code", async () => {
  const [ann, bob] = [await onShift(), await onShift()];
  const { customer, path } = await held(ann);
  const reply = (name: string, to: string) =>
    as(name)<Problematic>("POST", `${to}/messages`, { clientMessageId: randomUUID(), text: "Hello." });
  expect((await reply(bob, path)).body.code).toBe("contact-held");
  expect((await nobody<Problematic>("POST", `${path}/messages`, { clientMessageId: "x", text: "Hi" })).body.code).toBe(
    "contact-held",
  );
  expect((await as(bob)<Problematic>("POST", `${path}/resolve`, {})).body.code).toBe("contact-held");
  expect((await reply(ann, "/v1/agent/contacts/c_nope")).body.code).toBe("not-found");
  await as(ann)("POST", `${path}/resolve`, {});
  expect((await reply(ann, path)).body).toMatchObject({ status: 409, code: "contact-resolved" });
  const foreign = await TestCustomer.at(stack.pops["pop-a"] ?? "");
  await foreign.open();
  foreign.contactId = customer.contactId;
  expect((await foreign.send<Problematic>("Let me in")).body.code).toBe("not-your-contact");
});

test("transfers, notes, shifts: what is not known or too large is refused, each with its code", async () => {
  const ann = await onShift();
  const { path } = await held(ann);
  const code = async (answer: Promise<{ status: number; body: Problematic }>) => (await answer).body.code;
  const transfer = (to: unknown, reason: unknown = "why") =>
    code(as(ann)<Problematic>("POST", `${path}/transfer`, { to, reason }));
  expect(await transfer({ lane: "vip" })).toBe("unknown-lane");
  expect(await transfer({ group: "lawyers" })).toBe("unknown-group");
  expect(await transfer({})).toBe("bad-request");
  expect(await transfer({ lane: "solo" }, "")).toBe("bad-request");
  expect(await code(nobody("POST", `${path}/transfer`, { to: { lane: "solo" }, reason: "why" }))).toBe("agent-unnamed");
  expect(await code(nobody("POST", `${path}/notes`, { clientNoteId: "n", text: "x" }))).toBe("agent-unnamed");
  const note = (text: string) => code(as(ann)("POST", `${path}/notes`, { clientNoteId: "n1", text }));
  expect(await note("n".repeat(1024 * 1024))).toBe("too-large");
  expect(await note("n".repeat(65 * 1024))).toBe("too-large");
  expect(await note("")).toBe("bad-request");
  expect(await code(as("ghost")("PUT", "/v1/agent/presence", { agentId: "ghost", state: "break" }))).toBe(
    "unknown-agent",
  );
  expect(await code(as("ghost")("GET", "/v1/agent/queue"))).toBe("unknown-agent");
  expect(await code(as("ghost")("POST", `${(await waiting()).path}/claim`, {}))).toBe("unknown-agent");
  expect(await code(as("x y")("GET", "/v1/agent/queue"))).toBe("bad-request");
  const slots = as(ann)<Problematic>("PUT", "/v1/agent/presence", { agentId: ann, state: "available", slots: 99 });
  expect((await slots).body.code).toBe("bad-request");
});

test("the same note or key twice is one note, another text under it is refused", async () => {
  const ann = await onShift();
  const { path } = await held(ann);
  const send = (text: string, headers = {}) =>
    as(ann)<Note & Problematic>("POST", `${path}/notes`, { clientNoteId: "n1", text }, headers);
  const first = await send("one");
  expect((await send("one")).body.id).toBe(first.body.id);
  expect((await send("two")).body.code).toBe("key-reused");
  const key = { "idempotency-key": "k1" };
  const moved = { to: { lane: "standard" }, reason: "money" };
  const one = await as(ann)("POST", `${path}/transfer`, moved, key);
  const two = await as(ann)("POST", `${path}/transfer`, moved, key);
  expect([one.status, two.status]).toEqual([200, 200]);
  expect(two.body).toEqual(one.body);
});
