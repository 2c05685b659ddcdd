import { expect, test } from "vitest";
import { aContact, aHandedOff, aSeen, T0 } from "./evidence-builder.ts";
import { humanWaitOf } from "./human-wait.ts";

const later = (purpose: "complaint" | "follow-up" | "resend") =>
  aContact(0, {
    handedOffAt: T0 + 520,
    sent: [
      { clientMessageId: "q", purpose: "question", at: T0 + 2, acknowledgedAt: T0 + 20 },
      { clientMessageId: "later", purpose, at: T0 + 500, acknowledgedAt: T0 + 520 },
    ],
  });

test("a question that the relay hands over waits from its schedule", () => {
  expect(humanWaitOf(aHandedOff(0, null))).toEqual({
    purpose: "question",
    fromAt: T0,
    sentAt: T0 + 2,
    queuedBy: T0 + 20,
  });
});

test("a complaint or a follow-up waits from its own sending", () => {
  expect(humanWaitOf(later("complaint"))).toMatchObject({ purpose: "complaint", fromAt: T0 + 500, queuedBy: T0 + 520 });
  expect(humanWaitOf(later("follow-up"))).toMatchObject({ purpose: "follow-up", sentAt: T0 + 500 });
});

test("a resend never moves the clock", () => {
  expect(humanWaitOf(later("resend"))).toMatchObject({ purpose: "question", fromAt: T0, sentAt: T0 + 2 });
});

test("who was answered by the island needs no person", () => {
  expect(humanWaitOf(aContact(0))).toBeNull();
});

test("an agent's answer without a hand-off being told still waits from the schedule", () => {
  expect(humanWaitOf({ ...aHandedOff(0, 900), handedOffAt: null })).toMatchObject({ fromAt: T0, queuedBy: null });
});

test("a person's answer to a follow-up that nobody said needs one waits from the follow-up", () => {
  const told = { ...later("follow-up"), handedOffAt: null };
  expect(humanWaitOf(told)).toBeNull();
  const seen = [...told.seen, aSeen({ id: "r", author: "agent", at: T0 + 900 })];
  expect(humanWaitOf({ ...told, seen })).toEqual({
    ...{ purpose: "follow-up", fromAt: T0 + 500, sentAt: T0 + 500, queuedBy: null },
  });
});
