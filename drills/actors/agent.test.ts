import { expect, test } from "vitest";
import type { ContactScript } from "../../core/contract/script.ts";
import type { AgentPort, Claimed, Outcome } from "../../core/contract/target.ts";
import { type HandlingRecord, handlingRecordSchema } from "../../core/schema/evidence.ts";
import type { QueueItem, RoutingContext } from "../../core/schema/wire.ts";
import { aScript } from "../../test/actors/script-builder.ts";
import { createVirtualClock } from "../../harness/simulation/virtual-clock.ts";
import { answerFromContext } from "../targets/reference/agent.ts";
import { type AgentWorld, workSlot } from "./agent.ts";

const START = 1_700_000_000_000;
const order = { orderId: "D100003", sku: "print-m", state: "held" as const, charged: true };
const context: RoutingContext = {
  orderWindow: "drop",
  partner: "north",
  riskFlags: [],
  order,
  facts: { "order-held": "it is released within 24 hours" },
};
const anOffer = (part: Partial<QueueItem> = {}): QueueItem => ({
  contactId: "c-1",
  clientContactId: "run-1-000000",
  lane: "stream",
  waitingSince: START - 500,
  context,
  lastMessages: [],
  ...part,
});
const script = aScript({ intent: "order-held", orderId: "D100003", fact: "it is released within 24 hours" });
const fails = (status: number, code = "x", retryAfterMs?: number): Outcome<never> => ({
  ok: false,
  fault: { where: "desk", status, code, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
});

interface Desk {
  readonly offers?: readonly QueueItem[];
  readonly next?: () => Promise<Outcome<QueueItem | null>>;
  readonly claim?: Outcome<Claimed | null>;
  readonly claims?: (tries: number) => Outcome<Claimed | null>;
  readonly reply?: (tries: number) => Outcome<{ messageId: string }>;
  readonly script?: ContactScript | null;
  readonly shows?: AgentWorld["shows"];
  readonly endMs?: number;
}

/** One shift of one slot; an idle desk answers at the end of the poll, as a long poll does. */
async function shift(desk: Desk) {
  const time = createVirtualClock(START);
  const calls: string[] = [];
  const records: HandlingRecord[] = [];
  const offers = [...(desk.offers ?? [])];
  const note = (text: string): void => void calls.push(`${time.clock.now() - START} ${text}`);
  let tries = 0;
  let claims = 0;
  const agent: AgentPort = {
    next: async (lane, waitMs) => {
      note(`next ${lane}`);
      if (desk.next !== undefined) return desk.next();
      const item = offers.shift();
      if (item === undefined) await time.timers.wait(waitMs);
      return { ok: true, value: item ?? null };
    },
    claim: async (id, key) => {
      note(`claim ${id}${desk.claims === undefined ? "" : ` ${key}`}`);
      if (desk.claims !== undefined) return desk.claims(claims++);
      return desk.claim ?? { ok: true, value: { context, messages: [] } };
    },
    reply: async (_contact, id, text) => {
      note(`reply ${id} ${text}`);
      return desk.reply?.(tries++) ?? { ok: true, value: { messageId: "m-9" } };
    },
    resolve: async (id) => {
      note(`resolve ${id}`);
      return { ok: true, value: null };
    },
  };
  await time.run(
    workSlot(0, ["stream"], START + (desk.endMs ?? 10_000), {
      clock: time.clock,
      timers: time.timers,
      agent,
      answer: answerFromContext,
      ...(desk.shows === undefined ? {} : { shows: desk.shows }),
      scriptOf: () => (desk.script === undefined ? script : desk.script),
      onHandling: (record) => void records.push(handlingRecordSchema.parse(record)),
    }),
  );
  return { calls, records, endedAtMs: time.clock.now() - START };
}

test("takes an offer, reads, answers from the context, wraps up and resolves, at the times of the script", async () => {
  const { calls, records } = await shift({ offers: [anOffer()], endMs: 1150 });
  expect(calls).toEqual([
    "0 next stream",
    "100 claim c-1",
    "500 reply c-1-a0-0 Thanks for waiting. I checked for you: it is released within 24 hours.",
    "1100 resolve c-1",
    "1100 next stream",
  ]);
  expect(records).toMatchObject([
    {
      contextComplete: true,
      claimedAt: START + 100,
      replyId: "m-9",
      replySentAt: START + 500,
      resolvedAt: START + 1100,
      releasedAt: START + 1100,
      waitingSince: START - 500,
    },
  ]);
});

test("another slot was quicker: nothing is held", async () => {
  const { records } = await shift({ offers: [anOffer()], claim: { ok: true, value: null }, endMs: 500 });
  expect(records).toMatchObject([{ lostClaim: true, claimedAt: null, replyId: null }]);
});

test("a claim whose answer is lost is asked again under the same key, and is held", async () => {
  const good = { ok: true as const, value: { context, messages: [] } };
  const lost = await shift({ offers: [anOffer()], claims: (tries) => (tries === 0 ? fails(0, "reset") : good) });
  expect(lost.calls.slice(0, 4)).toEqual([
    "0 next stream",
    "100 claim c-1 c-1-k0-0",
    "600 claim c-1 c-1-k0-0",
    "1000 reply c-1-a0-0 Thanks for waiting. I checked for you: it is released within 24 hours.",
  ]);
  expect(lost.records).toMatchObject([{ claimedAt: START + 600, replyId: "m-9", errors: [{ status: 0 }] }]);
  const refused = await shift({ offers: [anOffer()], claims: () => fails(403), endMs: 3000 });
  expect(refused.calls.filter((call) => call.includes("claim"))).toHaveLength(1);
});

test.each([
  { name: "none with the offer", item: null, claimed: context },
  { name: "none with the claim", item: context, claimed: null },
  { name: "no order window", item: { ...context, orderWindow: "" }, claimed: context },
  { name: "no partner", item: context, claimed: { ...context, partner: "" } },
  { name: "no order where one was asked about", item: context, claimed: { ...context, order: null } },
  { name: "another customer's order", item: context, claimed: { ...context, order: { ...order, orderId: "D100004" } } },
  { name: "a fact that is not true", item: context, claimed: { ...context, facts: { "order-held": "ask later" } } },
])("context is not complete with $name", async ({ item, claimed }) => {
  const claim = { ok: true as const, value: { context: claimed, messages: [] } };
  const { records } = await shift({ offers: [anOffer({ context: item })], claim, endMs: 2000 });
  expect(records).toMatchObject([{ contextComplete: false, replyId: "m-9" }]);
});

const NOTHING = { orderWindow: false, partner: false, order: false, facts: [] };
test.each([
  ["an order that nobody asked about", { ...NOTHING, order: true }, { contextComplete: false, contextUntold: true }],
  ["the fact of another question", { ...NOTHING, facts: ["stock"] }, { contextComplete: false, contextUntold: true }],
  ["the partner", { ...NOTHING, partner: true }, { contextComplete: true, contextUntold: undefined }],
  ["the fact", { ...NOTHING, facts: ["shipping-window"] }, { contextComplete: true, contextUntold: undefined }],
] as const)(
  "a desk that shows %s at the claim alone: what is not looked at is not complete",
  async (_name, claim, held) => {
    const facts = { "shipping-window": "on 3 December" };
    const { records } = await shift({
      ...{ offers: [anOffer({ context: null })], script: aScript(), shows: { offer: NOTHING, claim } },
      claim: { ok: true, value: { context: { ...context, order: null, facts }, messages: [] } },
    });
    expect(records.map(({ contextComplete, contextUntold }) => ({ contextComplete, contextUntold }))).toEqual([held]);
  },
);

test("a general question needs no order in its context", async () => {
  const facts = { "shipping-window": "on 3 December" };
  const general = { ...context, order: null, facts };
  const claim = { ok: true as const, value: { context: general, messages: [] } };
  const { records } = await shift({
    offers: [anOffer({ context: general })],
    claim,
    script: aScript(),
  });
  expect(records[0]?.contextComplete).toBe(true);
});

test("without the fact before the eyes the agent says no more than that", async () => {
  const claim = { ok: true as const, value: { context: { ...context, facts: {} }, messages: [] } };
  const { calls } = await shift({ offers: [anOffer()], claim, endMs: 2000 });
  expect(calls.find((call) => call.includes("reply"))).toContain("I could not find your order yet");
  const stranger = await shift({ offers: [anOffer()], script: null, endMs: 2000 });
  expect(stranger.calls.find((call) => call.includes("reply"))).toContain("I could not find your order yet");
});

test("a reply that did not get through is tried again under the same id, from the first press on", async () => {
  const reply = (tries: number): Outcome<{ messageId: string }> =>
    tries === 0 ? fails(503) : { ok: true, value: { messageId: "m-9" } };
  const { calls, records } = await shift({ offers: [anOffer()], reply, endMs: 3000 });
  expect(calls.filter((call) => call.includes("reply")).map((call) => call.slice(0, 20))).toEqual([
    "500 reply c-1-a0-0 T",
    "1000 reply c-1-a0-0 ",
  ]);
  expect(records).toMatchObject([{ replyId: "m-9", replySentAt: START + 500, errors: [{ status: 503 }] }]);
});

test("nobody closes a matter that they could not answer", async () => {
  const dead = await shift({ offers: [anOffer()], reply: () => fails(503), endMs: 4000 });
  expect(dead.calls.filter((call) => call.includes("reply"))).toHaveLength(3);
  expect(dead.calls.some((call) => call.includes("resolve"))).toBe(false);
  expect(dead.records).toMatchObject([{ replyId: null, resolvedAt: null }]);
  const refused = await shift({ offers: [anOffer()], reply: () => fails(409), endMs: 4000 });
  expect(refused.calls.filter((call) => call.includes("reply"))).toHaveLength(1);
});

test("the end of the shift cuts a handling off, and its record says how far it came", async () => {
  const picking = await shift({ offers: [anOffer()], endMs: 50 });
  expect([picking.records[0]?.claimedAt, picking.endedAtMs]).toEqual([null, 50]);
  const reading = await shift({ offers: [anOffer()], endMs: 300 });
  expect(reading.records).toMatchObject([{ claimedAt: START + 100, replySentAt: null, releasedAt: START + 300 }]);
  const wrapping = await shift({ offers: [anOffer()], endMs: 700 });
  expect(wrapping.records).toMatchObject([{ replyId: "m-9", resolvedAt: null, releasedAt: START + 700 }]);
});

test.each([
  ["is dead", async () => fails(0, "ECONNREFUSED"), 21],
  ["answers empty at once", async () => ({ ok: true as const, value: null }), 21],
  ["asks to be left alone", async () => fails(429, "too-many", 4000), 4],
])("a desk that %s is not hammered", async (_name, next, most) => {
  const { calls, endedAtMs } = await shift({ next });
  expect(calls.length).toBeLessThanOrEqual(most);
  expect(endedAtMs).toBe(10_000);
});

test("a desk whose claims fail is not hammered", async () => {
  const { records } = await shift({ next: async () => ({ ok: true, value: anOffer() }), claim: fails(500) });
  expect(records.length).toBeLessThanOrEqual(17);
  const errors = Array.from({ length: 3 }, () => ({ status: 500 }));
  expect(records[0]).toMatchObject({ claimedAt: null, lostClaim: false, errors });
});

test("a slot without a lane does nothing", async () => {
  const time = createVirtualClock();
  const agent = {} as AgentPort;
  const world = { ...time, agent, answer: answerFromContext, scriptOf: () => null, onHandling: () => {} };
  await expect(time.run(workSlot(0, [], time.clock.now() + 1000, world))).resolves.toBeUndefined();
});
