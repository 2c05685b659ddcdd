import { expect, test } from "vitest";
import type { AccountRecord, ContactRecord } from "../schema/evidence.ts";
import { createDeskAccountFold } from "./desk-account.ts";
import { aContact, PREFIX, T0 } from "./evidence-builder.ts";

const told = (lived: ContactRecord, part: Partial<AccountRecord> = {}): AccountRecord => ({
  ...{ contactId: lived.contactId ?? "", clientContactId: lived.clientContactId, lane: null, state: "resolved" },
  ...{ openedAt: T0, firstReplyAt: null, firstHumanReplyAt: null, resolvedAt: null, reopens: 0, messages: null },
  ...part,
});
const folded = (lived: readonly ContactRecord[], account: readonly AccountRecord[]) => {
  const fold = createDeskAccountFold({ planned: 10, prefix: PREFIX }, { t0: T0, timeFactor: 1 });
  for (const one of account) fold.account(one);
  for (const one of lived) fold.take(one);
  return fold;
};
const contacts = [aContact(0), aContact(1)];

test("an account that tells each contact as it was lived has no miss", () => {
  const fold = folded(
    contacts,
    contacts.map((one) => told(one)),
  );
  expect(fold.counts).toEqual({ accepted: 2, disagreeing: 0, looked: 0, unseen: 0 });
  expect(fold.openedAt(1)).toBe(T0);
});

test.each<[string, AccountRecord[], RegExp]>([
  ["is gone", [told(aContact(0))], /is not in the desk's own account/],
  ["is there under another id", [told(aContact(0)), told(aContact(1), { contactId: "x" })], /another id/],
  ["is there twice", [told(aContact(0)), told(aContact(1)), told(aContact(1))], /two ids/],
  ["was reopened by nobody", [told(aContact(0)), told(aContact(1), { reopens: 2 })], /was reopened 2 times/],
])("a contact that %s is a miss, and says why", (_name, account, why) => {
  const fold = folded(contacts, account);
  expect(fold.counts.disagreeing).toBe(1);
  expect(fold.disagreeing.list()[0]?.what).toMatch(why);
});

test("who wrote again may have been reopened", () => {
  const base = aContact(0);
  const again = { clientMessageId: "f", purpose: "follow-up", at: T0 + 1, acknowledgedAt: T0 + 2 } as const;
  const lived = { ...base, sent: [...base.sent, again] };
  expect(folded([lived], [told(lived, { reopens: 1 })]).counts.disagreeing).toBe(0);
});

test("words that were accepted and never showed are counted apart; contacts that were refused are not", () => {
  const error = { at: T0, where: "replies", status: 200, code: "accepted-not-visible" };
  const fold = folded([aContact(0, { errors: [error] }), aContact(1, { contactId: null })], [told(aContact(0))]);
  expect(fold.counts).toEqual({ accepted: 1, disagreeing: 0, looked: 1, unseen: 1 });
});

test.each([
  ["were shown", { shown: 1, waiting: 1 }, 1],
  ["were waited for too short a time", { shown: 0, waiting: 1 }, 0],
])("words that %s: looked at, or not", (_name, ownWords, looked) => {
  expect(folded([aContact(0, { ownWords })], []).counts).toMatchObject({ looked, unseen: 0 });
});
