import { expect, test } from "vitest";
import { createQuantileBudget } from "./quantile-budget.ts";

test("a reply at the limit is in time, one beyond it is a miss, none at all is a miss", () => {
  const budget = createQuantileBudget(0.95, 60_000);
  budget.add(60_000);
  budget.add(60_001);
  budget.add(null);
  expect([budget.n, budget.misses()]).toEqual([3, 2]);
});

test("broken numbers count as never answered", () => {
  const budget = createQuantileBudget(0.5, 1000);
  budget.add(Number.NaN);
  budget.add(Number.POSITIVE_INFINITY);
  expect([budget.n, budget.misses()]).toEqual([2, 2]);
});

test("the picture is type 7 over everybody, with the unanswered infinitely late", () => {
  const budget = createQuantileBudget(0.5, 1000);
  for (const ms of [40, 10, 30, 20]) budget.add(ms);
  expect(budget.quantile()).toBe(25);
  for (let never = 0; never < 5; never++) budget.add(null);
  expect(budget.quantile()).toBeNull();
  expect([...budget.times()]).toEqual([10, 20, 30, 40]);
});

test("nothing added has no quantile", () => {
  expect(createQuantileBudget(0.95, 1).quantile()).toBeNull();
});
