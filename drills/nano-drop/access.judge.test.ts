import { describe, expect, test } from "vitest";
import type { JudgeOutcome } from "../../core/contract/drill.ts";
import { ACCESS_MARK, aDeskContact, aHandling, aRoundOfAttempts } from "../../core/judging/evidence-builder.ts";
import { planSchema } from "../../core/schema/plan.ts";
import { judgeWorld } from "./judge-world.ts";

const { outcomeOf } = judgeWorld(planSchema.parse({ schema: "fieldproof.plan/1", drop: { name: "test" } }));

const status = (outcome: JudgeOutcome, id: string): string =>
  outcome.objectives.find((one) => one.id === id)?.status ?? "absent";
const missed = (outcome: JudgeOutcome): string[] =>
  outcome.objectives.filter((one) => one.status !== "met").map((one) => one.id);

describe("proof of who asks", () => {
  const pops = ["pop-a", "pop-b"];
  const letIn = (door: string) =>
    aRoundOfAttempts(pops).map((one) =>
      one.door === door && one.way === "no-token" && one.action !== "write"
        ? { ...one, outcome: "accepted" as const, status: 200 }
        : one,
    );
  test.each([
    [
      "access-proved",
      "pop-b",
      "a customer's messages were read without any token at pop-b (answered 200)",
      `${ACCESS_MARK}pop-b-0-a`,
    ],
    ["agents-proved", "desk", "the agents' queue was read without any token at desk (answered 200)", null],
  ])("%s: who is let in without it at %s is named", (id, door, what, contact) => {
    const outcome = outcomeOf({ tries: letIn(door) });
    expect(missed(outcome)).toEqual([id]);
    expect(outcome.certainMisses).toEqual([id]);
    expect(outcome.objectives.find((one) => one.id === id)?.examples).toEqual([
      { contact, message: null, atSec: 10, what },
    ]);
  });

  test("nobody tried, or only at one PoP: unmeasured, and a run of before has nothing else against it", () => {
    for (const tries of [[], aRoundOfAttempts(["pop-a"])])
      for (const id of ["access-proved", "owner-checked"]) expect(status(outcomeOf({ tries }), id)).toBe("unmeasured");
    expect(status(outcomeOf({ tries: [] }), "agents-proved")).toBe("unmeasured");
    const before = outcomeOf({ tries: [], missing: ["access"] });
    expect(missed(before)).toEqual(["access-proved", "owner-checked", "agents-proved"]);
    expect(before.validity.filter((check) => !check.ok)).toEqual([]);
  });

  test("the contacts that doors are tried with are neither foreign nor planned", () => {
    const clientContactId = `${ACCESS_MARK}pop-a-0-b`;
    const items = [
      { kind: "desk-contact" as const, record: aDeskContact(0, { clientContactId, contactId: "tried" }) },
      { kind: "handling" as const, record: aHandling(0, 100, { clientContactId, contactId: "tried", replyId: "x" }) },
    ];
    const outcome = outcomeOf({ items });
    expect(missed(outcome)).toEqual([]);
    expect(outcome.validity.filter((check) => !check.ok)).toEqual([]);
    expect(outcomeOf({ items, tries: [] }).validity.find(({ id }) => id === "reconciled")?.ok).toBe(false);
  });
});
