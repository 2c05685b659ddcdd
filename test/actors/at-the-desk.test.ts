import { createHmac } from "node:crypto";
import { afterAll, beforeAll, test } from "vitest";
import type { Socket, Sockets } from "../../core/contract/ports.ts";
import type { ContactScript } from "../../core/contract/script.ts";
import { nodeSockets } from "../../harness/ports/node-ports.ts";
import { type DeskStage, openDesk, RUN_KEY_HEX } from "./desk-stage.ts";
import { aScript } from "./script-builder.ts";

/** The actors of the drill and the reference stack, over real sockets: what k6 does by the thousand, one by one. */
let desk: DeskStage;
let wrongDesk: DeskStage;
beforeAll(async () => {
  desk = await openDesk(4);
  wrongDesk = await openDesk(1, ["wrong-answer"]);
});
afterAll(async () => {
  await desk.close();
  await wrongDesk.close();
});

const general = (name: string, part: Partial<ContactScript> = {}, at: DeskStage = desk): ContactScript =>
  aScript({
    clientContactId: `t-${name}`,
    text: "When will it ship?",
    fact: at.facts.facts["shipping-window"] ?? "",
    readMs: 50,
    observeUntilOffsetMs: 8000,
    handling: { pickUpMs: 20, replyAfterMs: 60, totalMs: 150 },
    ...part,
  });

/** A question that no island may answer, about an order that is held. */
const personal = (name: string, part: Partial<ContactScript> = {}): ContactScript => {
  const order = desk.facts.orders.find(({ state }) => state === "held");
  const orderId = order?.orderId ?? "";
  const fact = order?.fact["order-held"] ?? "";
  return general(name, { intent: "order-held", text: `why is my order ${orderId} on hold`, orderId, fact, ...part });
};
const handlingOf = (script: ContactScript, at: DeskStage = desk) =>
  at.handlings.filter(({ clientContactId }) => clientContactId === script.clientContactId);

/** How long a test looks for what a loaded machine may bring late. */
const SOON = { interval: 10, timeout: 10_000 };

/** Node's sockets, which a test can close under the customer's feet; `begun` are those whose feed has begun. */
const severable = (): Sockets & { readonly begun: Socket[] } => {
  const begun: Socket[] = [];
  return {
    begun,
    open: (url, handlers) => {
      const socket = nodeSockets.open(url, { ...handlers, onOpen: () => void begun.push(socket) });
      return socket;
    },
  };
};

test.concurrent("a general question is answered by the island in the opening itself", async ({ expect }) => {
  const script = general("island");
  const record = await desk.contact(script);
  expect(record).toMatchObject({ handedOffAt: null, complaints: 0, errors: [], duplicatesSeen: 0, gapsSeen: 0 });
  expect(record.seen).toMatchObject([{ author: "assistant", right: true, islandVersion: 1 }]);
  expect(record.seen[0]?.keyId).toMatch(/^[0-9a-f]{64}$/);
  expect(await desk.deskContact(script.clientContactId)).toMatchObject({
    contactId: record.contactId,
    consentId: record.consentId,
    state: "resolved",
    handedOffAt: null,
  });
  expect(handlingOf(script)).toEqual([]);
});

test.concurrent.for(["websocket", "long-poll"] as const)(
  "a personal question goes to a person with its order before the eyes, and the reply comes back by %s",
  async (delivery, { expect }) => {
    const script = personal(`hand-off-${delivery}`, { delivery });
    const record = await desk.contact(script);
    expect(record.handedOffAt).not.toBeNull();
    expect(record.seen.map(({ author, right }) => [author, right])).toEqual([
      ["system", null],
      ["agent", true],
    ]);
    expect(record).toMatchObject({ errors: [], duplicatesSeen: 0, gapsSeen: 0, left: null, reconnects: 0 });
    await expect
      .poll(() => handlingOf(script))
      .toMatchObject([
        {
          contactId: record.contactId,
          contextComplete: true,
          lostClaim: false,
          replyId: record.seen[1]?.id,
          errors: [],
        },
      ]);
    expect(record.seen[1]?.textHmac).toBe(
      createHmac("sha256", RUN_KEY_HEX).update(`Thanks for waiting. I checked for you: ${script.fact}.`).digest("hex"),
    );
  },
);

test.concurrent("a wrong answer is complained about, the contact reopens, and a person puts it right", async ({
  expect,
}) => {
  const script = general("wrong", {}, wrongDesk);
  const record = await wrongDesk.contact(script);
  expect(record.seen.map(({ author, right }) => [author, right])).toEqual([
    ["assistant", false],
    ["system", null],
    ["agent", true],
  ]);
  const complaint = record.sent.find(({ purpose }) => purpose === "complaint");
  expect([record.complaints, complaint?.acknowledgedAt !== null]).toEqual([1, true]);
  expect(record.handedOffAt).toBeGreaterThanOrEqual(complaint?.at ?? Number.POSITIVE_INFINITY);
  await expect.poll(() => handlingOf(script, wrongDesk), SOON).toMatchObject([{ contextComplete: true }]);
  expect(await wrongDesk.deskContact(script.clientContactId)).toMatchObject({ reopens: 1, state: "resolved" });
});

const unattended = { lane: "standard", patienceMs: 200, observeUntilOffsetMs: 2500 } as const;

test.concurrent("who leaves silently stays in the queue: the desk cannot know", async ({ expect }) => {
  const script = personal("silent", unattended);
  const record = await desk.contact(script);
  expect([record.left?.silent, record.seen.map(({ author }) => author)]).toEqual([true, ["system"]]);
  expect(await desk.deskContact(script.clientContactId)).toMatchObject({ state: "waiting", lane: "standard" });
});

test.concurrent("who leaves aloud is taken out of the queue", async ({ expect }) => {
  const script = personal("aloud", { ...unattended, leavesSilently: false });
  const record = await desk.contact(script);
  expect([record.left?.silent, record.errors]).toEqual([false, []]);
  expect(await desk.deskContact(script.clientContactId)).toMatchObject({ state: "resolved", firstReplyAt: null });
});

test.concurrent("a message sent again is one message at the desk", async ({ expect }) => {
  const script = personal("resend", { ...unattended, patienceMs: 60_000, resendAfterMs: 200 });
  const record = await desk.contact(script);
  expect(record.sent.map(({ purpose, acknowledgedAt }) => [purpose, acknowledgedAt !== null])).toEqual([
    ["question", true],
    ["resend", true],
  ]);
  const fromCustomer = (await desk.messages(record.contactId)).filter(({ author }) => author === "customer");
  expect(fromCustomer.map(({ clientMessageId }) => clientMessageId)).toEqual([`${script.clientContactId}-q`]);
});

type Sever = (sockets: ReturnType<typeof severable>, contactId: string) => void;
const breaks: readonly (readonly [string, Sever])[] = [
  ["customer", (sockets) => sockets.begun[0]?.close()],
  ["stack", (_sockets, contactId) => desk.stack.services.hub.end("closing", contactId)],
];
test.concurrent.for(breaks)(
  "a feed that breaks at the %s is resumed: the reply that came meanwhile is seen once",
  async ([side, sever], { expect }) => {
    const script = personal(`sever-${side}`, { lane: "solo" });
    const sockets = severable();
    const lived = desk.contact(script, sockets);
    await expect.poll(() => sockets.begun.length, SOON).toBe(1);
    const contactId = (await desk.deskContact(script.clientContactId))?.contactId ?? "";
    sever(sockets, contactId);
    expect(await desk.agent.claim(contactId, `${contactId}-by-hand`)).toMatchObject({
      ok: true,
      value: { context: { partner: expect.any(String) } },
    });
    await desk.agent.reply(contactId, `${contactId}-by-hand`, `It is ${script.fact}.`);
    const record = await lived;
    expect(record.seen.map(({ author }) => author)).toEqual(["system", "agent"]);
    expect(record).toMatchObject({ reconnects: 1, duplicatesSeen: 0, gapsSeen: 0, errors: [{ where: "feed" }] });
    expect(sockets.begun).toHaveLength(2);
  },
);

test.concurrent("a stack that goes away mid-way leaves a whole record at the deadline", async ({ expect }) => {
  const dying = await openDesk(0);
  const script = personal("dying", { observeUntilOffsetMs: 3000 });
  const startedAt = performance.now();
  const lived = dying.contact(script);
  await expect.poll(() => dying.stack.services.hub.followers(), SOON).toBe(1);
  await dying.close();
  const record = await lived;
  expect(performance.now() - startedAt).toBeLessThan(15_000);
  expect(record.contactId).not.toBeNull();
  expect(record.observedUntil - record.scheduledAt).toBeGreaterThanOrEqual(3000);
  expect(record.errors.map(({ where }) => where)).toContain("feed");
  expect(record.seen.map(({ author }) => author)).toEqual(["system"]);
});
