import { expect, test } from "vitest";
import type { ContactRecord } from "../schema/evidence.ts";
import { aContact, aSeen, T0 } from "./evidence-builder.ts";
import { createFollowUps } from "./follow-ups.ts";

const BACK_AT = T0 + 1000;
const back = (part: Partial<ContactRecord["sent"][number]> = {}, more: Partial<ContactRecord> = {}): ContactRecord => {
  const base = aContact(0, { observedUntil: BACK_AT + 5000, ...more });
  const sent = {
    clientMessageId: "f",
    purpose: "follow-up" as const,
    at: BACK_AT,
    acknowledgedAt: BACK_AT + 5,
    ...part,
  };
  return { ...base, sent: [...base.sent, sent] };
};
const answered = { seen: [aSeen({ author: "agent", at: BACK_AT + 900 })] };

/** At a desk where people work: no slots, no offers, nothing closed that anybody here knew of. */
const ofPeople = (record: ContactRecord) => {
  const folded = createFollowUps({
    ...{ watchMs: 5000, limitMs: 500, t0: T0, timeFactor: 1, people: true },
    offers: { lastOfferAt: () => null, freeMs: () => 0 },
    work: { closedBy: () => false },
  });
  folded.take(record);
  return folded.counts;
};

test.each<[string, ContactRecord, object]>([
  ["an answer counts", back({}, answered), { n: 1, misses: 0, silent: 0 }],
  ["silence for as long as the budget is not known to be a miss, and is never met", back(), { n: 0, silent: 1 }],
  ["silence of a shorter watch counts neither way", back({}, { observedUntil: BACK_AT + 4000 }), { n: 0, silent: 0 }],
  ["words that the desk refused are a miss, whoever was busy", back({ acknowledgedAt: null }), { n: 1, misses: 1 }],
])("of people at the desk themselves: %s", (_name, record, counts) => {
  expect(ofPeople(record)).toMatchObject(counts);
});
