import { expect, test } from "vitest";
import { choosePolicy } from "./policy-choice.ts";
import { anOutcome, lostFigures, someFigures } from "./policy-outcome-builder.ts";

const unbounded = anOutcome("unbounded-retries");
const budgeted = anOutcome("budgeted");
const own = anOutcome("own");

test("the one that never recovers is told as such, and not to be chosen; alike ones are told to be alike", () => {
  const { choose, headline, sentences } = choosePolicy([unbounded, budgeted, own]);
  expect([choose, headline]).toEqual(["own", "Keep the plan's own policy"]);
  expect(sentences).toEqual([
    "Retry everything: never recovered in the 270 s that were watched; 32 % of customers with trouble were answered in time, with 3.40 requests a matter.",
    "Retries under a 10 % budget: recovered after 73 s; 99 % of customers with trouble were answered in time, with 1.26 requests a matter.",
    "The plan's own policy: recovered after 73 s; 99 % of customers with trouble were answered in time, with 1.26 requests a matter.",
    "Do not choose: retry everything.",
    "Retries under a 10 % budget did as well, within 5 % of customers: one seed does not tell them apart.",
  ]);
});

test("another policy is named only where it answered more than 5 in 100 customers more", () => {
  const worse = (answeredInTime: number) => anOutcome("own", { figures: someFigures({ answeredInTime }) });
  expect(choosePolicy([unbounded, budgeted, worse(236)]).choose).toBe("own");
  const { choose, headline, sentences } = choosePolicy([unbounded, budgeted, worse(235)]);
  expect([choose, headline]).toEqual(["budgeted", "Choose: retries under a 10 % budget"]);
  expect(sentences.join(" ")).not.toContain("did as well");
});

test("the plan's own that never recovered is not to be kept, however many it answered", () => {
  const lost = anOutcome("own", { figures: lostFigures({ answeredInTime: 250 }) });
  const { choose, sentences } = choosePolicy([unbounded, budgeted, lost]);
  expect(choose).toBe("budgeted");
  expect(sentences).toContain("Do not choose: retry everything, the plan's own policy.");
});

test("a fault so mild that all recover tells nothing against any of them", () => {
  const mild = anOutcome("unbounded-retries", { figures: someFigures() });
  const { choose, sentences } = choosePolicy([mild, budgeted, own]);
  expect(choose).toBe("own");
  expect(sentences.at(-2)).toBe("All of them recovered: this fault does not tell them apart by that.");
});

test("none that recovered is none to choose", () => {
  const none = (["unbounded-retries", "budgeted", "own"] as const).map((id) =>
    anOutcome(id, { figures: lostFigures() }),
  );
  expect(choosePolicy(none)).toMatchObject({ choose: null, headline: "None of these policies recovered" });
});

test.each([
  ["cant-tell", "CAN'T TELL. The machine was busy."],
  ["not-run", "was not run. The machine was busy."],
] as const)("while one is %s, no policy is named, whatever the others did", (state, words) => {
  const gap = anOutcome("own", { state, reason: "The machine was busy.", figures: null });
  const { choose, headline, sentences } = choosePolicy([unbounded, budgeted, gap]);
  expect([choose, headline]).toEqual([null, "CAN'T TELL which policy to choose"]);
  expect(sentences).toContain(`The plan's own policy: ${words}`);
  expect(sentences.at(-1)).toBe("No policy is named while one was not measured: The plan's own policy.");
});

test("a policy without a measure of recovery is neither one that recovered nor one that never did: CAN'T TELL", () => {
  const figures = someFigures({
    recovery: { state: "unknown", afterSec: null, watchedSec: 270 },
    ...{ requestsPerMatter: null, matters: 0, answeredInTime: 0 },
  });
  for (const policies of [
    [unbounded, budgeted, anOutcome("own", { figures })],
    [unbounded, anOutcome("budgeted", { figures }), own],
    [anOutcome("unbounded-retries", { figures }), anOutcome("budgeted", { figures }), anOutcome("own", { figures })],
  ]) {
    const { choose, headline, sentences } = choosePolicy(policies);
    expect([choose, headline]).toEqual([null, "CAN'T TELL which policy to choose"]);
    expect(sentences.at(-1)).toContain("No policy is named while one gives no measure of recovery: ");
    expect(sentences.join(" ")).not.toContain("Do not choose");
  }
  const { sentences } = choosePolicy([unbounded, anOutcome("budgeted", { figures }), own]);
  expect(sentences[1]).toBe(
    "Retries under a 10 % budget: gives no measure of recovery; 0 % of customers with trouble were answered in time.",
  );
});
