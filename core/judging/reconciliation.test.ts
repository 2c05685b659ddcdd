import { expect, test } from "vitest";
import { aConsent, aContact, aDeskContact, aLog, PREFIX, toyChain } from "./evidence-builder.ts";
import { createReconciliation } from "./reconciliation.ts";

const empty = (planned: number) => createReconciliation({ planned, prefix: PREFIX }, toyChain);
const whole = (count: number) => {
  const joined = empty(count);
  for (let index = 0; index < count; index++) {
    joined.desk(aDeskContact(index));
    joined.consent(aConsent(index));
  }
  const entries = Array.from({ length: count }, (_, index) => [
    { kind: "consent.given" as const, subject: `consent-${index}`, index },
    { kind: "contact.opened" as const, subject: `desk-${index}`, index },
  ]).flat();
  for (const entry of aLog(entries)) joined.log(entry);
  return joined;
};

test("agrees where customer, desk and log hold a contact once under one id", () => {
  const joined = whole(3);
  expect([0, 1, 2].map((index) => joined.contactAgrees(aContact(index)))).toEqual([true, true, true]);
  expect([0, 1, 2].map((index) => joined.consentRecorded(aContact(index)))).toEqual([true, true, true]);
  expect([joined.foreign(), joined.brokenLinks()]).toEqual([0, 0]);
});

test("disagrees when the desk holds it twice, under another id, or not at all", () => {
  const twice = whole(1);
  twice.desk(aDeskContact(0));
  expect(twice.contactAgrees(aContact(0))).toBe(false);
  expect(whole(1).contactAgrees(aContact(0, { contactId: "desk-other" }))).toBe(false);
  expect(empty(1).contactAgrees(aContact(0))).toBe(false);
});

test("disagrees when the log lacks the contact or the consent", () => {
  const joined = empty(1);
  joined.desk(aDeskContact(0));
  joined.consent(aConsent(0));
  for (const entry of aLog([{ kind: "message.sent", subject: "desk-0", index: 0 }])) joined.log(entry);
  expect(joined.contactAgrees(aContact(0))).toBe(false);
  expect(joined.consentRecorded(aContact(0))).toBe(false);
});

test("counts contacts of nobody's schedule and links that do not hold", () => {
  const joined = empty(2);
  joined.desk(aDeskContact(5));
  joined.desk(aDeskContact(0, { clientContactId: "somebody-else" }));
  const [first, second] = aLog([
    { kind: "contact.opened", subject: "desk-0", index: 0 },
    { kind: "contact.opened", subject: "desk-1", index: 1 },
  ]);
  if (first === undefined || second === undefined) throw new Error("two entries were asked for");
  joined.log(first);
  joined.log({ ...second, prev: "f".repeat(64) });
  expect([joined.foreign(), joined.brokenLinks()]).toEqual([2, 1]);
  expect(joined.brokenAt.list()[0]).toMatchObject({
    contact: "run-1-000001",
    what: "entry 1 of the log does not follow from the one before",
  });
});

test("contacts of an earlier run are foreign, though they end in the same places", () => {
  const joined = whole(2);
  joined.desk(aDeskContact(0, { clientContactId: "run-0-000000", contactId: "old-0" }));
  joined.desk(aDeskContact(1, { clientContactId: "run-1-1", contactId: "old-1" }));
  joined.consent(aConsent(1, { clientContactId: "run-0-000001", state: "withdrawn" }));
  expect(joined.foreign()).toBe(2);
  expect([0, 1].map((index) => joined.contactAgrees(aContact(index)))).toEqual([true, true]);
  expect(joined.consentRecorded(aContact(1))).toBe(true);
});

test.each([
  { part: { state: "withdrawn" as const }, fault: "as withdrawn" },
  { part: { purposes: ["support-reply", "marketing"] }, fault: "for other purposes than were given" },
  { part: { purposes: ["support-reply", "order-lookup"] }, fault: "for other purposes than were given" },
  { part: { purposes: [] }, fault: "for other purposes than were given" },
  { part: { consentId: "consent-7" }, fault: "another consent on record" },
])("a consent with $part is not the one that was given", ({ part, fault }) => {
  const joined = empty(1);
  joined.consent(aConsent(0, part));
  for (const entry of aLog([{ kind: "consent.given", subject: part.consentId ?? "consent-0", index: 0 }]))
    joined.log(entry);
  expect(joined.consentRecorded(aContact(0))).toBe(false);
  expect(joined.consentFault(aContact(0))).toContain(fault);
});

test("who asks about an order allows it to be looked up, and the record says so", () => {
  const joined = empty(1);
  joined.consent(aConsent(0, { purposes: ["support-reply", "order-lookup"] }));
  for (const entry of aLog([{ kind: "consent.given", subject: "consent-0", index: 0 }])) joined.log(entry);
  expect(joined.consentRecorded(aContact(0, { intent: "order-held" }))).toBe(true);
});

test("a consent that the log holds under another id is another one", () => {
  const joined = empty(1);
  joined.consent(aConsent(0));
  for (const entry of aLog([{ kind: "consent.given", subject: "consent-9", index: 0 }])) joined.log(entry);
  expect(joined.consentRecorded(aContact(0))).toBe(false);
});
