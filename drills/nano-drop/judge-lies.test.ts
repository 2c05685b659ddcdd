import { expect, test } from "vitest";
import type { JudgeOutcome } from "../../core/contract/drill.ts";
import { aContact, aHandedOff, aHandling, aLog, aSeen, T0 } from "../../core/judging/evidence-builder.ts";
import type { ContactRecord } from "../../core/schema/evidence.ts";
import { planSchema } from "../../core/schema/plan.ts";
import { islandAnswered, judgeWorld } from "./judge-world.ts";

/** Lies of a target that once came out as met: each found by a stub that tells it (test/stub-stack). */
const { outcomeOf } = judgeWorld(planSchema.parse({ schema: "fieldproof.plan/1", drop: { name: "test" } }));
const status = (outcome: JudgeOutcome, id: string): string =>
  outcome.objectives.find((one) => one.id === id)?.status ?? "absent";
const missed = (outcome: JudgeOutcome): string[] =>
  outcome.objectives.filter((one) => one.status !== "met").map((one) => one.id);
const firstExample = (outcome: JudgeOutcome, id: string) =>
  outcome.objectives.find((one) => one.id === id)?.examples[0];
const humansIn = (contacts: (index: number) => ContactRecord): ContactRecord[] => [
  ...islandAnswered(),
  ...Array.from({ length: 40 }, (_, index) => contacts(60 + index)),
];

test("who gave up with a word while a later one was offered first was overtaken, and kept from free agents", () => {
  const left = { at: T0 + 5000, silent: false };
  const contacts = humansIn((index) => {
    const at = T0 + (index - 60) * 50;
    const contact = {
      ...aHandedOff(index, index === 60 ? null : 2000),
      startedAt: at,
      handedOffAt: at + 10,
      sent: [{ clientMessageId: `q-${index}`, purpose: "question" as const, at, acknowledgedAt: at + 10 }],
    };
    return index === 60 ? { ...contact, left } : contact;
  });
  const handlings = Array.from({ length: 39 }, (_, at) =>
    aHandling(61 + at, 1990, { slot: at % 20, offeredAt: T0 + 2100 }),
  );
  const outcome = outcomeOf({ contacts, handlings });
  expect(status(outcome, "queue-order")).toBe("missed");
  expect(firstExample(outcome, "queue-order")).toMatchObject({
    contact: "run-1-000060",
    what: "waited while run-1-000061 was offered first",
  });
  expect(status(outcome, "unanswered")).toBe("met");
});

test("who gave up with a word before anybody later was offered was overtaken by nobody", () => {
  const left = { at: T0 + 1500, silent: false };
  const contacts = humansIn((index) => (index === 60 ? { ...aHandedOff(60, null), left } : aHandedOff(index, 2000)));
  const handlings = Array.from({ length: 39 }, (_, at) => aHandling(61 + at, 1990, { slot: at % 20 }));
  expect(status(outcomeOf({ contacts, handlings }), "queue-order")).toBe("met");
});

test("a fact that is right and comes from no island, or under a key that no proved one had, is not proved", () => {
  const contacts = humansIn((index) => aHandedOff(index, 2000));
  contacts[4] = aContact(4, { seen: [aSeen({ islandVersion: null, keyId: null })] });
  contacts[5] = aContact(5, { seen: [aSeen({ keyId: "another" })] });
  const outcome = outcomeOf({ contacts });
  expect(missed(outcome)).toEqual(["island-facts"]);
  expect(outcome.objectives.find((one) => one.id === "island-facts")?.examples.map(({ what }) => what)).toEqual([
    "the answer about stock cites no island",
    "the answer about stock cites an island under a key that no proved one had",
  ]);
});

test("an entry of the log that is not what its hash says is named by its contact", () => {
  const [entry] = aLog([{ kind: "message.sent", subject: "desk-3", index: 3 }]);
  if (entry === undefined) throw new Error("one entry was asked for");
  const outcome = outcomeOf({ items: [{ kind: "log", record: { ...entry, subject: "desk-4" } }] });
  expect(missed(outcome)).toEqual(["log-complete"]);
  expect(firstExample(outcome, "log-complete")?.contact).toBe("run-1-000003");
});
