import { expect, test } from "vitest";
import type { Verdict } from "../../core/schema/verdict.ts";
import { renderReport } from "../../reports/render/report.ts";
import { judgeWithStaffing } from "../../scripts/staffing/judged-run.ts";
import { GoldenCopy } from "../golden-copy.ts";

const humanReply = ({ drills }: Verdict) => {
  const objectives = drills.flatMap(({ replicates }) => replicates).flatMap((one) => one.objectives);
  const found = objectives.find(({ id }) => id === "human-reply-p95");
  if (found === undefined) throw new Error("the run has no human-reply-p95");
  return found;
};

test("a run lived by k6 is within what the simulation of its plan spans, and the report says both", async () => {
  const { runDir } = await GoldenCopy.of("ready");
  const verdict = await judgeWithStaffing(runDir);
  const late = humanReply(verdict);
  const { staffing } = verdict;
  if (staffing === undefined) throw new Error("the verdict has no staffing");
  expect(staffing.seeds).toHaveLength(9);
  expect(late.misses / late.n).toBeGreaterThanOrEqual(staffing.atPlan.lateShare.least - 1 / late.n);
  expect(late.misses / late.n).toBeLessThanOrEqual(staffing.atPlan.lateShare.most + 1 / late.n);
  const page = await renderReport(verdict);
  expect(page).toContain(staffing.sentence);
  expect(page).toContain(`live at ${staffing.plannedSlots} slots: ${late.misses} late of ${late.n}`);
  expect(page).toContain("; within what the simulated seeds span");
});

test("a broken desk is outside it: the simulation can disagree", async () => {
  const { runDir } = await GoldenCopy.of("not-ready");
  const verdict = await judgeWithStaffing(runDir);
  const late = humanReply(verdict);
  expect(late.misses / late.n).toBeGreaterThan((verdict.staffing?.atPlan.lateShare.most ?? 1) + 1 / late.n);
  expect(await renderReport(verdict)).toContain("; outside what the simulated seeds span");
});

test("a folder whose plan would take minutes to simulate is judged without, whatever it says of its size", async () => {
  const copy = await GoldenCopy.of("ready");
  await copy.json("plan.json", ({ arrivals }) => ({ arrivals: { ...(arrivals as object), peakPerSec: 1000 } }));
  expect((await judgeWithStaffing(copy.runDir)).staffing).toBeUndefined();
});
