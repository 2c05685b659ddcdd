import { expect, test } from "vitest";
import { T0 } from "../../core/judging/evidence-builder.ts";
import { callFiguresSchema } from "../../core/schema/call-figures.ts";
import { defaultPlan } from "../../harness/plan/default-plan.ts";
import { aMatter, aVisit, cameAt, judgeWorld, placed, TROUBLED, visitsOnce } from "./judge-world.ts";

const { outcomeOf } = judgeWorld(defaultPlan());
const AFTER = 100;

test("the plan's own policy: goodput by window, requests a matter, recovery, promises; and its pictures", () => {
  const { calls, charts, tables } = outcomeOf();
  // Five matters a wall second at time factor 10; what came last in a window is answered in the next.
  expect(callFiguresSchema.parse(calls)).toMatchObject({
    ...{ queue: 12, offeredPerSec: 0.5, answeredPerSec: { before: 43 / 100, during: 47 / 100, after: 138 / 270 } },
    ...{ requestsPerMatter: 1, workForNobody: 0, matters: TROUBLED, answeredInTime: TROUBLED },
    recovery: { state: "recovered", afterSec: 0, watchedSec: 270 },
    promises: { made: 50, kept: 50, broken: 0 },
  });
  expect(charts.map(({ id }) => id)).toEqual(["goodput", "promises"]);
  const [goodput, promises] = charts;
  expect(goodput?.lines).toEqual([{ label: "0.50 a second came", axis: "y", at: 0.5 }]);
  expect(goodput?.description).toContain("Recovered: at once.");
  // The last promise was made 2.5 s after the last customer of the fault came, and is due 17 s later.
  expect(promises?.lines).toEqual([{ label: "the last promise is due", axis: "x", at: 393 }]);
  const [open, due] = promises?.series ?? [];
  // The highest of each stretch: no promise here outlives its due time.
  expect(due?.points.every(([, most], at) => most >= (open?.points[at]?.[1] ?? 0))).toBe(true);
  expect(due?.points.some(([, most], at) => most > (open?.points[at]?.[1] ?? 0))).toBe(true);
  for (const { series } of charts) for (const { points } of series) expect(points.length).toBeLessThanOrEqual(300);
  expect(tables.find(({ id }) => id === "calls")?.rows).toContainEqual(["recovered, after the fault", "at once"]);
});

test("requests again and again, work for nobody, and matters that never are as before again", () => {
  const matter = (index: number) =>
    index < AFTER
      ? aMatter(index)
      : aMatter(index, {
          ...{ state: "expired", outcome: null, resolutions: 0, owner: "ann", promisedAt: cameAt(index) },
          ...{ dueAt: cameAt(index) + 3000, endedAt: cameAt(index) + 3000 },
        });
  // Each matter after the fault is worked off twice, and too late.
  const late = (turn: number) =>
    Array.from({ length: TROUBLED - AFTER }, (_, index) =>
      aVisit(AFTER + index, { at: cameAt(AFTER + index) + turn, endedAt: cameAt(AFTER + index) + 4000 + turn }),
    );
  const { calls } = outcomeOf({ matter, visits: placed([...visitsOnce().slice(0, AFTER), ...late(0), ...late(1)]) });
  // Ten of the fault were still on their way.
  expect(calls?.answeredPerSec.after).toBe(10 / 270);
  expect(calls).toMatchObject({
    recovery: { state: "never", afterSec: null, watchedSec: 270 },
    promises: { made: 185, kept: 50, broken: 135 },
    answeredInTime: AFTER,
  });
  expect(calls?.requestsPerMatter).toBeCloseTo((100 + 2 * 135) / TROUBLED, 10);
  expect(calls?.workForNobody).toBeCloseTo((2 * 135) / (100 + 2 * 135), 10);
});

test.each(["promise", "partner-visit"] as const)("without %s nothing is made up of the other account", (kind) => {
  const { calls, charts, tables } = outcomeOf({ missing: [kind] });
  expect(calls).toBeUndefined();
  expect(charts.map(({ id }) => id)).toEqual(["promises"]);
  expect(tables.map(({ id }) => id)).toEqual(["shown"]);
});

test("a control of which too many were never resolved gives no measure of recovery", () => {
  const matter = (index: number) =>
    index < 10
      ? aMatter(index, { state: "promised", promisedAt: T0, dueAt: T0 + 60_000, endedAt: null })
      : aMatter(index);
  const { calls, tables } = outcomeOf({ matter });
  expect(calls?.recovery).toMatchObject({ state: "unknown", afterSec: null });
  expect(tables[0]?.rows).toContainEqual(["recovered, after the fault", "cannot be said"]);
});
