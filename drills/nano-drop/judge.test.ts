import { expect, test } from "vitest";
import type { EvidenceItem, EvidenceKind, JudgeOutcome } from "../../core/contract/drill.ts";
import {
  aConsent,
  aContact,
  aDeskContact,
  aHandedOff,
  aHandling,
  aLog,
  aReplicate,
  aSeen,
  T0,
} from "../../core/judging/evidence-builder.ts";
import type { ContactRecord, HandlingRecord } from "../../core/schema/evidence.ts";
import { planSchema } from "../../core/schema/plan.ts";
import { nanoDrop } from "./drill.ts";
import { judgeNanoDrop } from "./judge.ts";

const plan = planSchema.parse({ schema: "fieldproof.plan/1", drop: { name: "test" } });

interface World {
  contacts?: ContactRecord[];
  handlings?: HandlingRecord[];
  missing?: EvidenceKind[];
  withoutConsent?: number[];
  withoutLog?: number[];
  pops?: { pop: string; proved: boolean }[];
  items?: EvidenceItem[];
}

/** 100 contacts: 60 answered by the island, 40 by people after two seconds of wall time (20 s simulated). */
function outcomeOf(world: World = {}): JudgeOutcome {
  const contacts = world.contacts ?? [
    ...Array.from({ length: 60 }, (_, index) => aContact(index)),
    ...Array.from({ length: 40 }, (_, index) => aHandedOff(60 + index, 2000)),
  ];
  const handlings = world.handlings ?? Array.from({ length: 40 }, (_, index) => aHandling(60 + index, 1990));
  const judge = judgeNanoDrop({
    specs: nanoDrop.objectives(plan.budgets),
    plan,
    replicate: aReplicate(),
    missing: new Set(world.missing ?? []),
  });
  const all = Array.from({ length: 100 }, (_, index) => index);
  const take = (item: EvidenceItem): void => judge.take(item);
  for (const [seq, { pop, proved }] of (
    world.pops ?? [
      { pop: "pop-a", proved: true },
      { pop: "pop-b", proved: true },
    ]
  ).entries()) {
    const entry = { seq: seq + 1, at: T0 - 1000, prev: "", hash: "" };
    take({ kind: "journal", record: { ...entry, kind: "island.expected", data: { pop } } });
    if (proved) take({ kind: "journal", record: { ...entry, kind: "island.proved", data: { pop, version: 1 } } });
  }
  for (const record of handlings) take({ kind: "handling", record });
  for (const index of all) take({ kind: "desk-contact", record: aDeskContact(index) });
  for (const index of all)
    if (!world.withoutConsent?.includes(index)) take({ kind: "consent", record: aConsent(index) });
  const entries = all.flatMap((index) => [
    { kind: "consent.given" as const, subject: `consent-${index}`, index },
    ...(world.withoutLog?.includes(index)
      ? []
      : [{ kind: "contact.opened" as const, subject: `desk-${index}`, index }]),
  ]);
  for (const record of aLog(entries)) take({ kind: "log", record });
  for (const item of world.items ?? []) take(item);
  for (const record of contacts) take({ kind: "contact", record });
  return judge.finish();
}

const status = (outcome: JudgeOutcome, id: string): string =>
  outcome.objectives.find((one) => one.id === id)?.status ?? "absent";
const missed = (outcome: JudgeOutcome): string[] =>
  outcome.objectives.filter((one) => one.status !== "met").map((one) => one.id);

test("a clean drop meets every objective", () => {
  const outcome = outcomeOf();
  expect(missed(outcome)).toEqual([]);
  expect(outcome.validity.filter((check) => !check.ok)).toEqual([]);
  expect(outcome.certainMisses).toEqual([]);
});

test("the trap: nobody at the desk is red although any-reply p50 is green", () => {
  const contacts = [
    ...Array.from({ length: 60 }, (_, index) => aContact(index)),
    ...Array.from({ length: 40 }, (_, index) => aHandedOff(60 + index, null)),
  ];
  const outcome = outcomeOf({ contacts, handlings: [] });
  expect(status(outcome, "any-reply-p50")).toBe("met");
  expect(status(outcome, "human-reply-p50")).toBe("missed");
  expect(status(outcome, "human-reply-p95")).toBe("missed");
  expect(status(outcome, "unanswered")).toBe("missed");
  expect(outcome.certainMisses).toContain("human-reply-p95");
});

test.each([
  { late: 2, expected: "met" },
  { late: 3, expected: "missed" },
])("human reply p95 with $late late of 40 is $expected", ({ late, expected }) => {
  const wait = (index: number): number => (index < late ? 6500 : 2000);
  const contacts = [
    ...Array.from({ length: 60 }, (_, index) => aContact(index)),
    ...Array.from({ length: 40 }, (_, index) => aHandedOff(60 + index, wait(index))),
  ];
  const handlings = Array.from({ length: 40 }, (_, index) => aHandling(60 + index, wait(index) - 10));
  expect(status(outcomeOf({ contacts, handlings }), "human-reply-p95")).toBe(expected);
});

test("too few handed-off contacts leave p95 unmeasured, never met", () => {
  const contacts = [
    ...Array.from({ length: 81 }, (_, index) => aContact(index)),
    ...Array.from({ length: 19 }, (_, index) => aHandedOff(81 + index, 2000)),
  ];
  const handlings = Array.from({ length: 19 }, (_, index) => aHandling(81 + index, 1990));
  expect(status(outcomeOf({ contacts, handlings }), "human-reply-p95")).toBe("unmeasured");
});

test("no contacts at all leave nothing met", () => {
  const judge = judgeNanoDrop({
    specs: nanoDrop.objectives(plan.budgets),
    plan,
    replicate: aReplicate(),
    missing: new Set(),
  });
  expect(judge.finish().objectives.filter((one) => one.status === "met")).toEqual([]);
});

test("a contact that stays on the desk but not in the log is named", () => {
  const outcome = outcomeOf({ withoutLog: [5] });
  expect(missed(outcome)).toEqual(["log-complete"]);
});

test("a contact served without its consent event is named", () => {
  expect(missed(outcomeOf({ withoutConsent: [5] }))).toEqual(["consent-recorded"]);
});

test("missing exports leave their objectives unmeasured", () => {
  const outcome = outcomeOf({ missing: ["log"] });
  expect(status(outcome, "log-complete")).toBe("unmeasured");
  expect(status(outcome, "consent-recorded")).toBe("unmeasured");
  expect(status(outcome, "human-reply-p95")).toBe("met");
});

test("a claim without context is named", () => {
  const handlings = Array.from({ length: 40 }, (_, index) =>
    aHandling(60 + index, 1990, { contextComplete: index !== 3 }),
  );
  expect(missed(outcomeOf({ handlings }))).toEqual(["context-present"]);
});

test("a PoP without the island before the drop is named, and so is one that serves a bad signature later", () => {
  const pops = [
    { pop: "pop-a", proved: true },
    { pop: "pop-b", proved: false },
  ];
  expect(missed(outcomeOf({ pops }))).toEqual(["islands-ready"]);
  const probe = {
    kind: "probe" as const,
    at: T0,
    pop: "pop-b",
    phase: "refresh",
    status: 200,
    ms: 2,
    islandVersion: 1,
    keyId: "k",
    cacheStatus: null,
    signatureGood: false,
  };
  expect(missed(outcomeOf({ items: [{ kind: "probe", record: probe }] }))).toEqual(["islands-ready"]);
});

test("a reply that was sent and never seen is lost", () => {
  const contacts = [
    ...Array.from({ length: 60 }, (_, index) => aContact(index)),
    ...Array.from({ length: 40 }, (_, index) => (index === 0 ? aHandedOff(60, null) : aHandedOff(60 + index, 2000))),
  ];
  const outcome = outcomeOf({ contacts });
  expect(status(outcome, "replies-delivered")).toBe("missed");
  expect(status(outcome, "unanswered")).toBe("missed");
});

test("replies held back by the system are its own fault, not the staffing's", () => {
  const contacts = [
    ...Array.from({ length: 60 }, (_, index) => aContact(index)),
    ...Array.from({ length: 40 }, (_, index) => aHandedOff(60 + index, 3000)),
  ];
  expect(missed(outcomeOf({ contacts }))).toEqual(["system-delay-p95"]);
});

test("wrong answers miss first-contact resolution", () => {
  const contacts = Array.from({ length: 100 }, (_, index) =>
    index < 60
      ? aContact(index, index < 21 ? { seen: [aSeen({ right: false })], complaints: 1 } : {})
      : aHandedOff(index, 2000),
  );
  expect(status(outcomeOf({ contacts }), "first-contact-resolution")).toBe("missed");
});

test("benign: silent leavers who were answered in time, resends and reconnects stay green", () => {
  const contacts = Array.from({ length: 100 }, (_, index) => {
    const base = index < 60 ? aContact(index, { delivery: "long-poll" }) : aHandedOff(index, 2000);
    return { ...base, left: index % 7 === 0 ? { at: T0 + 9000, silent: true } : null, reconnects: index % 5 };
  });
  expect(missed(outcomeOf({ contacts }))).toEqual([]);
});

test("contacts cut before their budget make the replicate invalid instead of late", () => {
  const contacts = Array.from({ length: 100 }, (_, index) =>
    index < 60
      ? aContact(index)
      : index === 60
        ? { ...aHandedOff(60, null), observedUntil: T0 + 1000 }
        : aHandedOff(index, 2000),
  );
  const outcome = outcomeOf({ contacts });
  expect(outcome.validity.find((check) => check.id === "drain-complete")?.ok).toBe(false);
});

test("contacts at the desk that nobody here opened break the reconciliation", () => {
  const outcome = outcomeOf({
    items: [{ kind: "desk-contact", record: aDeskContact(0, { clientContactId: "stranger" }) }],
  });
  expect(outcome.validity.find((check) => check.id === "reconciled")?.ok).toBe(false);
});
