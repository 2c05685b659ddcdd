import { expect, test } from "vitest";
import { verdictSchema } from "../../core/schema/verdict.ts";
import { renderReport } from "./report.ts";
import { verdict } from "./verdict-builder.ts";
import { notReady, ready, staffed } from "./verdict-examples.ts";
import { HOSTILE, hostileVerdict } from "./verdict-hostile.ts";

const inOrder = (page: string, parts: readonly string[]): void => {
  const places = parts.map((part) => page.indexOf(part));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
};

test("the review goes from what was meant to what to do, and leaves room to sign", async () => {
  const page = await renderReport(notReady());
  inOrder(page, [">What was to happen<", ">What happened<", ">Why<", ">What to do<", "Reviewed by"]);
  expect(page.slice(page.indexOf(">Why<"), page.indexOf(">What to do<"))).toContain("missed");
});

test("a run that met everything looks for no reasons, and one without drills is not reviewed", async () => {
  expect(await renderReport(ready())).toContain("Nothing that decides was missed.");
  expect(await renderReport(verdict({ drills: [] }))).not.toContain("After-action review");
});

test("the staffing panel names need, plan, every share and what each method does with the step", async () => {
  const example = staffed();
  expect(verdictSchema.safeParse(example).success).toBe(true);
  const page = await renderReport(example);
  expect(page).toContain("This drop needs 18 chat slots; you planned 20. With one agent fewer, 3 more in 100");
  inOrder(page, [
    "Staffing</h2>",
    "52\u00a0% (planned)",
    "16 to 18",
    "The simulation handles the step",
    "smooths the step",
  ]);
  expect(await renderReport(notReady())).not.toContain("Staffing</h2>");
});

test("hostile words in review and panel are words", async () => {
  const page = await renderReport(hostileVerdict(HOSTILE, staffed()));
  expect(page).toContain("Staffing</h2>");
  expect(page).not.toContain("<img src=x");
  expect(page).not.toContain("<script>window.hostile");
});
