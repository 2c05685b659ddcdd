import { expect, test } from "vitest";
import { aContact, aHandedOff } from "../../core/judging/evidence-builder.ts";
import { createContactOutcomes } from "../../core/judging/contact-outcomes.ts";
import { createAgentWork } from "../../core/judging/agent-work.ts";
import { defaultPlan } from "../plan/default-plan.ts";
import { lateAllowed, personBudget, waitForPerson } from "./person-budget.ts";

const plan = defaultPlan();
const TIME = { timeFactor: 10 };
const lanes = ["stream"] as const;
const budget = personBudget(plan, TIME, [], { lanes, everyone: false });

test("counts as late whom the judge counts, of those who needed a person", () => {
  const contacts = [
    aContact(0),
    aHandedOff(1, 100),
    aHandedOff(2, plan.budgets.humanReply.p95Sec * 100 + 1000),
    aHandedOff(3, null),
  ];
  expect(contacts.map((one) => waitForPerson(one, budget))).toEqual([null, "met", "late", "late"]);
  const replicate = { ...TIME, t0: contacts[0]?.scheduledAt ?? 0 };
  const judged = createContactOutcomes({ plan, replicate }, createAgentWork(replicate));
  for (const one of contacts) judged.take(one);
  const p95 = judged.human.p95;
  expect([p95.n, p95.misses()]).toEqual([3, 2]);
});

test("who had no reply at all is late, told or not", () => {
  expect(waitForPerson(aContact(0, { seen: [] }), budget)).toBe("late");
});

test("the allowance is the verdict's, for those who are planned to need a person where agents answer", () => {
  const many = (n: number, lane: "stream" | "standard", intent: "stock" | "order-held") =>
    Array.from({ length: n }, () => ({ lane, intent }));
  const drawn = [
    ...many(60, "stream", "order-held"),
    ...many(120, "stream", "stock"),
    ...many(40, "standard", "order-held"),
  ];
  const planned = personBudget(plan, TIME, drawn, { lanes, everyone: false });
  // 5 % of 60, and not of all 180.
  expect([planned.planned, lateAllowed(planned, 0), lateAllowed(planned, 60), lateAllowed(planned, 80)]).toEqual([
    60, 3, 3, 4,
  ]);
  expect(lateAllowed(personBudget(plan, TIME, drawn, { lanes, everyone: true }), 0)).toBe(9);
});
