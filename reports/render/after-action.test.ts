import { expect, test } from "vitest";
import { type DrillVerdictRecord, type Verdict, verdictSchema } from "../../core/schema/verdict.ts";
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

const reviewOf = async (one: Verdict): Promise<string> => {
  const page = await renderReport(one);
  return page.slice(page.indexOf('class="after-action"'), page.indexOf("Reviewed by"));
};

test("a required drill that was not run is part of the review; one that nobody asked for is not", async () => {
  const [first] = ready().drills;
  if (first === undefined) throw new Error("there is no drill");
  const gap = (part: Partial<DrillVerdictRecord>): DrillVerdictRecord => ({
    ...{ ...first, verdict: "NOT RUN", sentence: "It was not run, and here is why.", replicates: [], met: 0, of: 0 },
    ...part,
  });
  const review = await reviewOf({
    ...{ ...ready(), verdict: "CAN'T TELL", sentence: "It was not run, and here is why." },
    drills: [first, gap({ drill: "solo-cost" }), gap({ drill: "privacy-smoke", required: false })],
  });
  expect(review).toContain("<b>NOT RUN</b>: It was not run, and here is why.");
  expect(review).toContain("solo-cost: It was not run, and here is why.");
  expect(review).not.toContain("Nothing that decides was missed");
  expect(review).not.toContain("privacy-smoke");
  const nothing = await reviewOf({ ...ready(), verdict: "CAN'T TELL", drills: [gap({})] });
  expect(nothing).toContain("It was not run, and here is why.");
});

test("what is no READY for a reason that is no drill's tells that reason", async () => {
  const review = await reviewOf({ ...ready(), verdict: "CAN'T TELL", sentence: "Stopped by a file." });
  expect(review.slice(review.indexOf(">Why<"))).toContain("Stopped by a file.");
  expect(review).not.toContain("Nothing that decides was missed");
});

test("where no replicate tells the time factor, no time is claimed", async () => {
  const page = await renderReport({ ...ready(), run: { ...ready().run, timeFactor: null } });
  expect(page).toContain("time factor not known");
  expect(page).not.toContain("real time (1");
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
