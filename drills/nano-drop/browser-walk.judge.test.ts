import { expect, test } from "vitest";
import type { JudgeOutcome } from "../../core/contract/drill.ts";
import { aDeskContact, aHandling, aWalk, WALK_MARK } from "../../core/judging/evidence-builder.ts";
import { planSchema } from "../../core/schema/plan.ts";
import { judgeWorld } from "./judge-world.ts";

const { outcomeOf } = judgeWorld(planSchema.parse({ schema: "fieldproof.plan/1", drop: { name: "test" } }));

const status = (outcome: JudgeOutcome, id: string): string =>
  outcome.objectives.find((one) => one.id === id)?.status ?? "absent";
const missed = (outcome: JudgeOutcome): string[] =>
  outcome.objectives.filter((one) => one.status !== "met").map((one) => one.id);

test("a browser's walk is shown and decides nothing: missed, hung or left out", () => {
  const wrong = aWalk();
  const missedWalk = aWalk({ walk: wrong.walk === null ? null : { ...wrong.walk, right: false } });
  const outcome = outcomeOf({ walks: [missedWalk] });
  expect(missed(outcome)).toEqual(["browser-answer"]);
  expect(outcome.objectives.find((one) => one.id === "browser-answer")).toMatchObject({ key: false, status: "missed" });
  expect(outcome.certainMisses).toEqual([]);
  const hung = outcomeOf({ walks: [aWalk({ walk: null, unfinished: "it hung" })] });
  expect(hung.objectives.find((one) => one.id === "browser-answer")?.sentence).toBe("Not measured: it hung.");
  expect(status(outcomeOf({ walks: [], missing: ["browser"] }), "browser-answer")).toBe("unmeasured");
});

test("a walk's contact is neither foreign nor planned, and whoever handled it answered nobody of the drop", () => {
  const clientContactId = `${WALK_MARK}PJUAWprUFTCLDXEMBHnGhg`;
  const items = [
    { kind: "desk-contact" as const, record: aDeskContact(0, { clientContactId, contactId: "walk" }) },
    { kind: "handling" as const, record: aHandling(0, 100, { clientContactId, contactId: "walk", replyId: "walks" }) },
  ];
  const outcome = outcomeOf({ items });
  expect(missed(outcome)).toEqual([]);
  expect(outcome.validity.filter((check) => !check.ok)).toEqual([]);
  // Without its line of evidence nobody knows whose it is.
  const unclaimed = outcomeOf({ items, walks: [] });
  expect(unclaimed.validity.find((check) => check.id === "reconciled")?.ok).toBe(false);
});
