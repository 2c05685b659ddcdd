import fc from "fast-check";
import { expect, test } from "vitest";
import { contactRecordSchema, handlingRecordSchema } from "../../../core/schema/evidence.ts";
import { aContact, aHandling, aSeen } from "../../../core/judging/evidence-builder.ts";
import { aMessage } from "../../../test/actors/script-builder.ts";
import { isDecision, isMessage, toContext, toMessages, toOffer, toOpened } from "./parsers.ts";

const decision = { decisionId: "d", route: "human", intent: null, score: 0, reason: "personal" };
const context = { orderWindow: "drop", partner: "north", riskFlags: [], order: null, facts: { stock: "12 left" } };
const offer = {
  contactId: "c",
  clientContactId: "r-1-000000",
  lane: "stream",
  waitingSince: 1,
  context,
  lastMessages: [],
};
const opened = { contactId: "c", consentId: "k", decision, messages: [aMessage(1)] };

test("what the wire contract says is taken", () => {
  const island = { event: "drop", version: 3, keyId: "ab" };
  expect(isMessage(aMessage(1))).toBe(true);
  expect(isMessage(aMessage(2, { author: "assistant", island }))).toBe(true);
  expect(isDecision(decision)).toBe(true);
  expect(toContext(context)).toEqual(context);
  expect(toMessages([])).toEqual([]);
  expect(toOffer({ items: [offer] })).toEqual(offer);
  expect(toOffer({ items: [] })).toBeNull();
  expect(toOpened(opened)).toEqual(opened);
});

test.each([
  ["no id", { id: undefined }],
  ["an empty id", { id: "" }],
  ["an id of a megabyte", { id: "x".repeat(1_000_000) }],
  ["half a sequence number", { seq: 1.5 }],
  ["a sequence number beyond whole numbers", { seq: 1e300 }],
  ["a sequence number as text", { seq: "1" }],
  ["an author unknown to the wire", { author: "bot" }],
  ["no text", { text: null }],
  ["a text beyond the wire's limit", { text: "x".repeat(64 * 1024 + 1) }],
  ["an island that is none", { island: "yes" }],
  ["an island whose version is text", { island: { version: "3", keyId: "k" } }],
])("a message with %s is refused, and with it the whole page", (_name, part) => {
  const message = { ...aMessage(1), ...part };
  expect(isMessage(message)).toBe(false);
  expect(toMessages([aMessage(1), message])).toBeNull();
});

test.each([
  ["no order field: whether there is one is unknown", { order: undefined }],
  ["facts that are no texts", { facts: { stock: 12 } }],
  ["no risk flags: whether there are some is unknown", { riskFlags: undefined }],
  ["facts as a list", { facts: [] }],
  ["no partner", { partner: null }],
])("a context with %s is none", (_name, part) => {
  expect(toContext({ ...context, ...part })).toBeNull();
});

test("an offer keeps its place when its context is no good, and is none without its ids", () => {
  expect(toOffer({ items: [{ ...offer, context: "soon" }] })).toEqual({ ...offer, context: null });
  for (const part of [{ contactId: 3 }, { lane: "vip" }, { waitingSince: -1 }, { clientContactId: undefined }])
    expect(toOffer({ items: [{ ...offer, ...part }] })).toBeUndefined();
  expect(toOffer({})).toBeUndefined();
});

test.each([{ consentId: undefined }, { contactId: "" }, { decision: { route: "island" } }, { messages: {} }])(
  "an opening with %j is none",
  (part) => {
    expect(toOpened({ ...opened, ...part })).toBeNull();
  },
);

test("nothing that a target may say throws, and what is taken fits into a record", () => {
  const odd = fc.oneof(fc.jsonValue(), fc.constant(undefined));
  const mutated = fc.tuple(fc.constantFrom(...Object.keys(aMessage(1)), "island"), odd);
  fc.assert(
    fc.property(mutated, fc.jsonValue(), ([name, value], other) => {
      const message: unknown = JSON.parse(JSON.stringify({ ...aMessage(1), [name]: value }));
      if (isMessage(message) && message.author !== "customer") {
        const { id, seq, author, island } = message;
        const seen = aSeen({ id, seq, author, islandVersion: island?.version ?? null, keyId: island?.keyId ?? null });
        contactRecordSchema.parse(aContact(0, { seen: [seen] }));
      }
      const item = toOffer({ items: [{ ...offer, [name]: value }] });
      if (item !== null && item !== undefined) {
        const { contactId, clientContactId, lane, waitingSince } = item;
        handlingRecordSchema.parse(aHandling(0, 10, { contactId, clientContactId, lane, waitingSince }));
      }
      for (const parser of [isMessage, isDecision, toContext, toMessages]) parser(other);
      if (typeof other === "object" && other !== null && !Array.isArray(other)) {
        toOpened(other);
        toOffer(other);
      }
    }),
    { seed: 7, numRuns: 2000 },
  );
});
