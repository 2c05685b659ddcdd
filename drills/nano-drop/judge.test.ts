import { describe, expect, test } from "vitest";
import type { JudgeOutcome } from "../../core/contract/drill.ts";
import {
  aContact,
  aDeskContact,
  aHandedOff,
  aHandling,
  aReplicate,
  aRoundOfAttempts,
  aSeen,
  PREFIX,
  T0,
  toyChain,
} from "../../core/judging/evidence-builder.ts";
import type { ContactRecord } from "../../core/schema/evidence.ts";
import { planSchema } from "../../core/schema/plan.ts";
import { nanoDrop } from "./drill.ts";
import { judgeNanoDrop } from "./judge.ts";
import { cameBack, islandAnswered, judgeWorld, type World } from "./judge-world.ts";

const plan = planSchema.parse({ schema: "fieldproof.plan/1", drop: { name: "test" } });
const { outcomeOf, unproved } = judgeWorld(plan);

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
  const contacts = [...islandAnswered(), ...Array.from({ length: 40 }, (_, index) => aHandedOff(60 + index, null))];
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
    ...islandAnswered(),
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
    contactPrefix: PREFIX,
    chain: toyChain,
    missing: new Set(),
  });
  expect(judge.finish().objectives.filter((one) => one.status === "met")).toEqual([]);
});

test.each([
  ["stolen-token", "access-proved"],
  ["other-session", "owner-checked"],
  ["wrong-token", "agents-proved"],
])("who is let in with %s is named by %s", (way, id) => {
  const tries = aRoundOfAttempts(["pop-a", "pop-b"]).map((one) =>
    one.way === way ? { ...one, outcome: "accepted" as const, status: 200 } : one,
  );
  expect(missed(outcomeOf({ tries }))).toEqual([id]);
});

test("a contact that stays on the desk but not in the log is named", () => {
  const outcome = outcomeOf({ withoutLog: [5] });
  expect(missed(outcome)).toEqual(["log-complete"]);
});

test("a target that says that it has no log is told so where the log is missed", () => {
  const record = { seq: 9, at: T0, prev: "", hash: "", kind: "export.absent", data: { name: "log", status: 404 } };
  const outcome = outcomeOf({ withoutLog: [5], items: [{ kind: "journal", record }] });
  expect(outcome.objectives.find(({ id }) => id === "log-complete")?.sentence).toMatch(
    /: 1 not one to one of 100, 0 allowed\. The target has no event log: its export answered 404\.$/,
  );
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

test("a PoP that nobody read from T0 on is not known to have been good to the end", () => {
  const pops = [
    { pop: "pop-a", proved: true },
    { pop: "pop-b", proved: true, unread: true },
  ];
  const islandsReady = (world: World) => outcomeOf(world).objectives.find(({ id }) => id === "islands-ready");
  expect(islandsReady({ pops })).toMatchObject({ status: "unmeasured", sentence: expect.stringContaining("pop-b") });
  expect(islandsReady({ missing: ["probe"] })?.status).toBe("unmeasured");
  // A bad one is a miss all the same.
  expect(islandsReady({ pops: [...pops, { pop: "pop-c", proved: false }] })?.status).toBe("missed");
});

test("a reply that was sent and never seen is lost", () => {
  const contacts = [
    ...islandAnswered(),
    ...Array.from({ length: 40 }, (_, index) => (index === 0 ? aHandedOff(60, null) : aHandedOff(60 + index, 2000))),
  ];
  const outcome = outcomeOf({ contacts });
  expect(status(outcome, "replies-delivered")).toBe("missed");
  expect(status(outcome, "unanswered")).toBe("missed");
});

test("replies held back by the system are its own fault, not the staffing's", () => {
  const contacts = [...islandAnswered(), ...Array.from({ length: 40 }, (_, index) => aHandedOff(60 + index, 3000))];
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
    const answered = index < 57 ? aContact(index) : index < 60 ? cameBack(index) : aHandedOff(index, 2000);
    const base = { ...answered, delivery: "long-poll" as const };
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

const humansIn = (contacts: (index: number) => ContactRecord): ContactRecord[] => [
  ...islandAnswered(),
  ...Array.from({ length: 40 }, (_, index) => contacts(60 + index)),
];
const firstExample = (outcome: JudgeOutcome, id: string) =>
  outcome.objectives.find((one) => one.id === id)?.examples[0];

test("a fact that the catalogue contradicts is untrue, one case is enough, and it is named", () => {
  const contacts = humansIn((index) => aHandedOff(index, 2000));
  contacts[4] = aContact(4, { seen: [aSeen({ id: "m-wrong", right: false })], complaints: 1 });
  const outcome = outcomeOf({ contacts });
  expect(missed(outcome)).toEqual(["island-facts"]);
  expect(firstExample(outcome, "island-facts")).toEqual({
    contact: "run-1-000004",
    message: "m-wrong",
    atSec: 0.4,
    what: "the answer about stock lacked the catalogue's fact (island version 1)",
  });
});

test.each([
  { misread: 1, expected: "met" },
  { misread: 2, expected: "missed" },
])("$misread of 60 island answers to what was not asked is $expected", ({ misread, expected }) => {
  const contacts = humansIn((index) => aHandedOff(index, 2000)).map((record, index) =>
    index < misread ? { ...record, answeredIntent: "returns" as const, seen: [aSeen({ right: false })] } : record,
  );
  expect(status(outcomeOf({ contacts }), "triage-right")).toBe(expected);
});

test("a personal question answered by the island is misread even when the words are right", () => {
  const contacts = humansIn((index) => aHandedOff(index, 2000)).map((record, index) =>
    index < 2 ? { ...record, intent: "order-held" as const, answeredIntent: "order-held" as const } : record,
  );
  expect(missed(outcomeOf({ contacts }))).toEqual(["triage-right"]);
});

test("who came back and was never answered is named, and spoils no reply budget", () => {
  const contacts = humansIn((index) => aHandedOff(index, 2000));
  contacts[58] = cameBack(58, false);
  const handlings = Array.from({ length: 40 }, (_, index) => aHandling(60 + index, 1990));
  const outcome = outcomeOf({ contacts, handlings, notOffered: [58] });
  expect(missed(outcome)).toEqual(["reopens-answered"]);
  expect([status(outcome, "human-reply-p95"), status(outcome, "queue-order")]).toEqual(["met", "met"]);
  expect(firstExample(outcome, "reopens-answered")?.message).toBe("run-1-000058-f");
});

test("nobody who came back leaves that objective unmeasured", () => {
  const contacts = humansIn((index) => aHandedOff(index, 2000)).map((record, index) =>
    index < 60 ? aContact(index) : record,
  );
  expect(missed(outcomeOf({ contacts }))).toEqual(["replies-delivered", "reopens-answered"]);
});

test("a desk whose clock is off fails for its clock, and its stamps shorten no wait", () => {
  const items = [0, 1, 2].map((index) => ({
    kind: "desk-contact" as const,
    record: aDeskContact(index, { openedAt: T0 + 90_000 }),
  }));
  const handlings = Array.from({ length: 40 }, (_, index) =>
    aHandling(60 + index, 6500, { waitingSince: T0 + 90_000 }),
  );
  const outcome = outcomeOf({ contacts: humansIn((index) => aHandedOff(index, 6510)), handlings, items });
  expect(status(outcome, "target-clock")).toBe("missed");
  expect(firstExample(outcome, "target-clock")?.what).toBe("the desk's stamp is at least 90.0 s ahead");
  expect(status(outcome, "human-reply-p95")).toBe("missed");
});

test("contacts kept from agents who were free are the system's delay", () => {
  const kept = (index: number): boolean => index < 63;
  const waitMs = (index: number): number => (kept(index) ? 3500 : 2000);
  const handlings = Array.from({ length: 40 }, (_, at) => {
    const index = 60 + at;
    const times = kept(index)
      ? { offeredAt: T0 + 3020, releasedAt: T0 + 4000 }
      : { offeredAt: T0 + 30, releasedAt: T0 + 1000 };
    return aHandling(index, waitMs(index) - 10, { slot: at % 20, ...times });
  });
  const outcome = outcomeOf({ contacts: humansIn((index) => aHandedOff(index, waitMs(index))), handlings });
  expect(missed(outcome)).toEqual(["desk-delay-p95"]);
  expect(firstExample(outcome, "desk-delay-p95")).toMatchObject({
    contact: "run-1-000060",
    what: "came before an agent 1848 ms late although slots were free",
  });
});

test("waiting for busy agents is the staffing's, not the system's", () => {
  const handlings = Array.from({ length: 40 }, (_, at) =>
    aHandling(60 + at, 2500, {
      slot: at % 20,
      offeredAt: T0 + 20 + (at < 20 ? 10 : 1510),
      releasedAt: T0 + 20 + (at < 20 ? 1500 : 5000),
    }),
  );
  const outcome = outcomeOf({ contacts: humansIn((index) => aHandedOff(index, 2510)), handlings });
  expect(missed(outcome)).toEqual([]);
});

describe("who asked first", () => {
  const asked = (index: number): number => T0 + (index - 60) * 100;
  const contacts = humansIn((index) => ({
    ...aHandedOff(index, 2000),
    sent: [
      {
        clientMessageId: `q-${index}`,
        purpose: "question" as const,
        at: asked(index),
        acknowledgedAt: asked(index) + 10,
      },
    ],
    handedOffAt: asked(index) + 10,
    startedAt: asked(index),
    seen: [aSeen({ id: `reply-${index}`, author: "agent", at: asked(index) + 2000 })],
  }));
  /** Those of `late` are offered 900 ms after they asked, all others at once. */
  const handlings = (...late: number[]) => lateBy(900, late);
  const lateBy = (ms: number, late: readonly number[]) =>
    Array.from({ length: 40 }, (_, at) => {
      const index = 60 + at;
      const offeredAt = asked(index) + (late.includes(index) ? ms : 20);
      return aHandling(index, 0, {
        slot: at % 2,
        offeredAt,
        replySentAt: asked(index) + 1990,
        releasedAt: offeredAt + 5000,
      });
    });
  /** The desk's log says that it offered them in the order of asking. */
  const offersInLog = Array.from({ length: 40 }, (_, at) => ({
    kind: "log" as const,
    record: {
      index: 1000 + at,
      at: asked(60 + at) + 15,
      kind: "contact.offered" as const,
      subject: `desk-${60 + at}`,
      body: {},
      prev: "",
      hash: "",
    },
  }));

  const order = (handlings: ReturnType<typeof lateBy>, items: typeof offersInLog = []): string =>
    status(outcomeOf({ contacts, handlings, items }), "queue-order");

  test("and was offered after a later one was overtaken", () => {
    expect([order(handlings()), order(handlings(62))]).toEqual(["met", "missed"]);
    expect(firstExample(outcomeOf({ contacts, handlings: handlings(62) }), "queue-order")?.contact).toBe(
      "run-1-000062",
    );
  });

  test("is excused once where the log has the offer first: an agent's connection broke", () => {
    expect(order(handlings(62), offersInLog)).toBe("met");
  });

  test("is excused up to one in twenty where it was offered anew at once, and no further", () => {
    const anew = [
      [62, 75],
      [62, 70, 75],
      [62, 67, 70, 75],
    ].map((late) => order(lateBy(480, late), offersInLog));
    expect([...anew, order(lateBy(480, [62]))]).toEqual(["met", "met", "missed", "missed"]);
  });

  test("is not excused by a log that excuses more than it can", () => {
    expect(order(handlings(62, 75), offersInLog)).toBe("missed");
  });
});

test.each([
  [50, 6, "met", "met"],
  [51, 6, "missed", "met"],
  [5, 61, "met", "met"],
  [6, 61, "met", "missed"],
])("with the island's reply to %i of 100 after %i s, p50 is %s and p95 %s", (late, sec, p50, p95) => {
  const contacts = Array.from({ length: 100 }, (_, index) =>
    aContact(index, { seen: [aSeen({ at: T0 + (index < late ? sec * 1000 : 40) })], observedUntil: T0 + 70_000 }),
  );
  const outcome = outcomeOf({ contacts, handlings: [] });
  expect([status(outcome, "any-reply-p50"), status(outcome, "any-reply-p95")]).toEqual([p50, p95]);
  // Whoever is slow for half of all is named, too, and not only who is late for nearly all.
  if (p50 === "missed")
    expect(firstExample(outcome, "any-reply-p50")?.what).toMatch(/^a reply (came after|never came)/);
});

test("a reply that nobody sent is named", () => {
  const contacts = humansIn((index) => aHandedOff(index, 2000));
  contacts[70] = { ...aHandedOff(70, 2000), seen: [aSeen({ id: "made-up", author: "agent", at: T0 + 2020 })] };
  expect(missed(outcomeOf({ contacts }))).toContain("replies-genuine");
});

test("each key objective has a case above that makes it miss", () => {
  expect(unproved()).toEqual([]);
});
