import { expect, test } from "vitest";
import { defaultPlan } from "./default-plan.ts";
import { expectedContacts } from "./expected-contacts.ts";
import { resolvePhases } from "./profiles.ts";
import { leastStretch, stretchedPlan } from "./stretched-plan.ts";

const plan = defaultPlan();
const totalOf = (one: typeof plan): number => expectedContacts(one, resolvePhases(one, "smoke")).total;

test("a stretched plan brings as many customers over more time, and watches each as long", () => {
  const slow = stretchedPlan(plan, "smoke", 3);
  expect(totalOf(slow)).toBeCloseTo(totalOf(plan), 6);
  const [before, after] = [resolvePhases(plan, "smoke"), resolvePhases(slow, "smoke")];
  expect(after.stepSec).toBeCloseTo(3 * before.stepSec, 6);
  expect([after.drainSec, after.timeFactor]).toEqual([before.drainSec, before.timeFactor]);
});

test("the least stretching that fits is taken, none where the plan fits, and none where nothing does", () => {
  expect(leastStretch(plan, "smoke", () => true)).toEqual({ plan, factor: 1 });
  expect(leastStretch(plan, "smoke", () => false)).toBe(null);
  const slowEnough = leastStretch(plan, "smoke", (one) => one.arrivals.peakPerSec <= plan.arrivals.peakPerSec / 2);
  expect(slowEnough?.factor).toBeGreaterThanOrEqual(2);
  expect(slowEnough?.factor).toBeLessThan(2.4);
});
