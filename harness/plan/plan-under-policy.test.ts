import { expect, test } from "vitest";
import { CALL_POLICIES } from "../../core/contract/call-policies.ts";
import { callPolicySchema } from "../../core/schema/call-policy.ts";
import { defaultPlan } from "./default-plan.ts";
import { planFindings } from "./check-plan.ts";
import { planUnder } from "./plan-under-policy.ts";

const plan = defaultPlan();

test("only the call policy and the partner's queue change", () => {
  for (const id of ["unbounded-retries", "budgeted"] as const) {
    const { fulfilment, ...rest } = planUnder(plan, id);
    expect({
      ...rest,
      fulfilment: { ...fulfilment, policy: null, partner: { ...fulfilment.partner, queue: null } },
    }).toEqual({
      ...plan,
      fulfilment: { ...plan.fulfilment, policy: null, partner: { ...plan.fulfilment.partner, queue: null } },
    });
    expect(fulfilment.policy).toEqual(CALL_POLICIES[id]);
    expect(planFindings(planUnder(plan, id), "smoke")).toEqual([]);
  }
  expect(planUnder(plan, "own")).toBe(plan);
});

test("the bound of the queue: none, the plan's, or one that is made where the plan has none", () => {
  const unbounded = planUnder(plan, "unbounded-retries");
  expect(unbounded.fulfilment.partner.queue).toBeNull();
  expect(planUnder(plan, "budgeted").fulfilment.partner.queue).toBe(12);
  expect(planUnder(unbounded, "budgeted").fulfilment.partner.queue).toBe(12);
});

test("times keep their ratio to the partner's service", () => {
  const { fulfilment } = plan;
  const partner = { ...fulfilment.partner, service: { ...fulfilment.partner.service, meanSec: 60 } };
  const slow = planUnder({ ...plan, fulfilment: { ...fulfilment, partner } }, "budgeted").fulfilment.policy;
  expect(callPolicySchema.parse(slow)).toMatchObject({
    timeoutSec: 225,
    bulkhead: CALL_POLICIES.budgeted.bulkhead,
    retries: { most: 3, budgetShare: 0.1, backoffSec: 20, longestBackoffSec: 150, longestRetryAfterSec: 150 },
  });
});
