import { expect, test } from "vitest";
import type { ContactRecord, HandlingRecord } from "../schema/evidence.ts";
import { createAgentWork } from "./agent-work.ts";
import { aContact, aHandedOff, aHandling, aReplicate, aSeen, T0 } from "./evidence-builder.ts";
import { createGenuineReplies } from "./genuine-replies.ts";

const judged = (contacts: readonly ContactRecord[], handlings: readonly HandlingRecord[] = []) => {
  const work = createAgentWork(aReplicate());
  for (const record of handlings) work.take(record);
  const genuine = createGenuineReplies(work, { t0: T0, timeFactor: 10 });
  for (const record of contacts) genuine.take(record);
  return { ...genuine.counts, whats: genuine.wrong.list().map(({ contact, what }) => `${contact}: ${what}`), work };
};

test("an island's answer and a reply that a slot sent to this contact are genuine", () => {
  const { seen, misses } = judged([aContact(0), aHandedOff(1, 2000)], [aHandling(1, 1990)]);
  expect([seen, misses]).toEqual([2, 0]);
});

test("a reply under an agent's name that no slot sent to this customer is not, though it went to another one", () => {
  const borrowed = { ...aHandedOff(2, 2000), seen: [aSeen({ id: "reply-1", author: "agent", at: T0 + 2020 })] };
  expect(judged([aHandedOff(1, 2000), borrowed], [aHandling(1, 1990)])).toMatchObject({
    misses: 1,
    whats: ["run-1-000002: was shown as an agent's reply, and no agent sent it to this customer"],
  });
});

test("a reply whose acknowledgement was lost is still an agent's", () => {
  expect(judged([aHandedOff(1, 2000)], [aHandling(1, 1990, { replyId: null })]).misses).toBe(0);
  const silent = aHandling(1, 1990, { replyId: null, replySentAt: null });
  expect(judged([aHandedOff(1, 2000)], [silent]).misses).toBe(1);
});

test("words under an agent's name before an agent sent any are not an agent's, whatever id the reply got later", () => {
  const early = { ...aHandedOff(1, 2000), seen: [aSeen({ id: "reply-1", author: "agent", at: T0 + 100 })] };
  expect(judged([early], [aHandling(1, 1990)])).toMatchObject({
    misses: 1,
    whats: ["run-1-000001: was shown as an agent's reply before any agent had sent it"],
  });
  const unknown = aHandling(1, 1990, { replyId: null });
  expect(judged([early], [unknown]).misses).toBe(1);
  // One reply that was never acknowledged is one, not a key to any number.
  const two = { ...early, seen: [2100, 2200].map((at) => aSeen({ id: `m${at}`, author: "agent", at: T0 + at })) };
  expect(judged([two], [unknown]).misses).toBe(1);
});

test("the same reply again, a delivery again and the words of another contact each count once", () => {
  const again = { ...aHandedOff(1, 2000), seen: [...aHandedOff(1, 2000).seen, ...aHandedOff(1, 2100).seen] };
  expect(judged([again], [aHandling(1, 1990)])).toMatchObject({
    seen: 2,
    misses: 1,
    whats: ["run-1-000001: the same reply was shown again"],
  });
  expect(judged([aContact(0, { duplicatesSeen: 2 })])).toMatchObject({ seen: 3, misses: 2 });
  expect(judged([aContact(0, { duplicatesSeen: 1e15 })]).misses).toBe(1e15);
  expect(judged([aContact(0, { strangersSeen: 1 })])).toMatchObject({
    seen: 2,
    misses: 1,
    whats: ["run-1-000000: a message belongs to another customer's contact"],
  });
});

test("the edge may answer each question once; a resend asks nothing new", () => {
  const asked = (purpose: "resend" | "complaint") => ({
    clientMessageId: "again",
    purpose,
    at: T0 + 100,
    acknowledgedAt: T0 + 110,
  });
  const twice = (purpose: "resend" | "complaint") =>
    aContact(0, {
      sent: [...aContact(0).sent, asked(purpose)],
      seen: [aSeen(), aSeen({ id: "m4", at: T0 + 120 })],
    });
  expect(judged([twice("complaint")]).misses).toBe(0);
  expect(judged([twice("resend")])).toMatchObject({
    misses: 1,
    whats: ["run-1-000000: the edge answered one question twice"],
  });
});

test("system lines are nobody's replies", () => {
  const record = aContact(0, { seen: [aSeen(), aSeen({ id: "s", author: "system", right: null })] });
  expect(judged([record])).toMatchObject({ seen: 1, misses: 0 });
});

test("two slots that hold one contact before either has answered are told; one after the other is right", () => {
  const second = (claimedAt: number) =>
    aHandling(1, 0, { slot: 4, claimedAt, replyId: "later", replySentAt: claimedAt + 500 });
  expect(judged([], [aHandling(1, 1990), second(T0 + 2010)]).work.counts.doubleClaims).toBe(0);
  const { work } = judged([], [aHandling(1, 1990), second(T0 + 1900)]);
  expect(work.counts.doubleClaims).toBe(1);
  expect(work.claimedTwice.list()[0]).toMatchObject({
    contact: "run-1-000001",
    what: "slots 0 and 4 were both given it before either had answered",
  });
});
