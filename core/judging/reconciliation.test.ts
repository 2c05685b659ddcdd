import { expect, test } from "vitest";
import { aConsent, aContact, aDeskContact, aLog } from "./evidence-builder.ts";
import { createReconciliation } from "./reconciliation.ts";

const whole = (count: number) => {
  const joined = createReconciliation(count);
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
  expect(createReconciliation(1).contactAgrees(aContact(0))).toBe(false);
});

test("disagrees when the log lacks the contact or the consent", () => {
  const joined = createReconciliation(1);
  joined.desk(aDeskContact(0));
  joined.consent(aConsent(0));
  for (const entry of aLog([{ kind: "message.sent", subject: "desk-0", index: 0 }])) joined.log(entry);
  expect(joined.contactAgrees(aContact(0))).toBe(false);
  expect(joined.consentRecorded(aContact(0))).toBe(false);
});

test("counts contacts of nobody's schedule and links that do not hold", () => {
  const joined = createReconciliation(2);
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
});
