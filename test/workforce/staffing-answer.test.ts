import { expect, test } from "vitest";
import { staffingSchema } from "../../core/schema/staffing.ts";
import { defaultPlan } from "../../harness/plan/default-plan.ts";
import { resolvePhases } from "../../harness/plan/profiles.ts";
import { answersAtShare, automationOf } from "../../harness/staffing/automation.ts";
import { drawDrop, keepsBudget } from "../../harness/staffing/drawn-drops.ts";
import { answerStaffing } from "../../harness/staffing/staffing-answer.ts";
import { bundledDesk } from "../../scripts/staffing/bundled-desk.ts";

const plan = defaultPlan();
const question = {
  ...{ plan, profile: "smoke" as const, phases: resolvePhases(plan, "smoke"), arrivalsSec: null, seeds: [7, 8] },
  desk: (seed: number) => bundledDesk(plan.drop.event, plan.drop.items, seed),
};
const drop = () => drawDrop(question, 7, question.desk(7));

test("the answer is whole, the same each time, and its need keeps the budget where one slot fewer does not", async () => {
  const ticks: number[] = [];
  const answer = await answerStaffing({ ...question, onProgress: (done, of) => void ticks.push(done / of) });
  expect(staffingSchema.parse(answer)).toEqual(answer);
  expect(await answerStaffing(question)).toEqual(answer);
  expect(ticks.at(-1)).toBe(1);
  const planned = answer.shares.find((one) => one.planned);
  const least = planned?.simulated.perSeed[0] ?? 0;
  const seven = drop();
  expect(keepsBudget(await seven.outcome(least, seven.answers))).toBe(true);
  expect(keepsBudget(await seven.outcome(least - 1, seven.answers))).toBe(false);
  expect(answer.sentence).toBe(
    `This drop needs ${planned?.simulated.most} chat slots; you planned 20. With one agent fewer, 1 more in 100 fans who need a person waits longer than a minute.`,
  );
  const needs = answer.shares.map(({ simulated }) => simulated.most ?? 0);
  expect(needs).toEqual([...needs].sort((a, b) => b - a));
});

test("too few agents are told with what it costs", async () => {
  const few = { ...plan, staffing: { ...plan.staffing, agents: 6 } };
  const answer = await answerStaffing({ ...question, plan: few, seeds: [7] });
  expect(answer.sentence).toMatch(/^This drop needs 1\d chat slots; you planned 12: \d\d in 100 fans/);
  expect(answer.atPlan.met).toBe(0);
});

test("an agent who writes longer than the budget cannot be helped by others", async () => {
  const slow = { ...plan, staffing: { ...plan.staffing, handle: { medianSec: 600, sigma: 0.1 } } };
  const answer = await answerStaffing({ ...question, plan: slow, seeds: [7] });
  expect(answer.sentence).toMatch(/^No number of chat slots keeps this budget/);
  expect(answer.shares.map(({ erlangC }) => erlangC.average)).toEqual([null, null, null, null]);
});

test("a higher share of automation answers everybody whom a lower one does", () => {
  const { contacts, answers } = drop();
  const own = automationOf(contacts, answers);
  const at = (share: number) => {
    const own = answersAtShare(contacts, answers, share, 7);
    return contacts.filter((one) => own(one) !== null);
  };
  expect(at(0)).toHaveLength(0);
  expect(at(1)).toHaveLength(contacts.length);
  expect(at(own)).toHaveLength(contacts.filter((one) => answers(one) !== null).length);
  const shares = [0.1, 0.3, own, 0.7, 0.9];
  for (const [index, share] of shares.entries()) {
    const lower = at(shares[index - 1] ?? 0);
    expect(lower.every((one) => at(share).includes(one))).toBe(true);
    expect(Math.abs(at(share).length / contacts.length - share)).toBeLessThan(0.12);
  }
});
