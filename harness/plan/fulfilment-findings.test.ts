import { expect, test } from "vitest";
import type { Plan } from "../../core/schema/plan.ts";
import { checkPlan } from "./check-plan.ts";
import { defaultPlan } from "./default-plan.ts";
import { fulfilmentFindings } from "./fulfilment-findings.ts";
import { parsePlan } from "./load-plan.ts";

const withFulfilment = (change: Partial<Plan["fulfilment"]>): Plan => {
  const plan = defaultPlan();
  return { ...plan, fulfilment: { ...plan.fulfilment, ...change } };
};
const pathsOf = (plan: Plan): string[] => fulfilmentFindings(plan).map(({ path }) => path.join("."));

test("the default plan can be judged", () => {
  expect(fulfilmentFindings(defaultPlan())).toEqual([]);
});

test("a plan whose latest promise is due beyond the drain is refused, with its line and column", () => {
  const source = [
    "schema: fieldproof.plan/1",
    "drop: { name: Late words }",
    "fulfilment:",
    "  promises: { dueSec: 176, lateSec: 25, paceSec: 1, atOnce: 8, againSec: 30 }",
  ].join("\n");
  const plan = parsePlan(source, "drop.yaml");
  expect(() => checkPlan(plan, "smoke", { source, path: "drop.yaml" })).toThrow(
    /drop\.yaml:4:23.*fulfilment\.promises\.dueSec.*due 201 s after the last customer came, beyond the drain of 200 s/s,
  );
  const { promises } = defaultPlan().fulfilment;
  expect(pathsOf(withFulfilment({ promises: { ...promises, dueSec: 175 } }))).toEqual([]);
});

test("without a time after which a call is late, a promise comes when the longest call has failed", () => {
  const { lateSec: _, ...promises } = defaultPlan().fulfilment.promises;
  // Four attempts of 45 s, and three waits of at most a minute.
  expect(fulfilmentFindings(withFulfilment({ promises }))[0]?.text).toContain("due 530 s after");
});

test("watched after the fault less than during it, a budget that nobody can see, a control that says nothing", () => {
  const phases = { controlSec: 38, faultSec: 100, recoverSec: 99, drainSec: 200 };
  expect(pathsOf(withFulfilment({ phases }))).toEqual([
    "fulfilment.phases.recoverSec",
    "budgets.fulfilment.recoverSec",
    "fulfilment.phases.controlSec",
  ]);
});
