import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { anOutcome, lostFigures, someFigures } from "../../../core/judging/fulfilment/policy-outcome-builder.ts";
import { type Comparison, comparisonSchema } from "../../../core/schema/comparison.ts";
import { HOSTILE, hostileValue } from "../verdict-hostile.ts";
import { comparisonPage, renderComparison } from "./comparison-page.ts";
import { exampleComparison } from "./comparison-example.ts";
import { comparisonText } from "./comparison-terminal.ts";

const words = (page: string): string =>
  page.replace(/<style>.*?<\/style>|<script.*?<\/script>|<svg.*?<\/svg>|<[^>]*>/gs, " ").replace(/\s+/g, " ");
const gap = (state: "cant-tell" | "not-run", reason: string) =>
  anOutcome("own", { state, reason, figures: null, verdict: null, run: null, evidence: null });

test("words first, then figures, then pictures", async () => {
  const text = words(await renderComparison(exampleComparison()));
  const order = [
    "Keep the plan's own policy",
    "The plan's own policy: recovered after 73 s; 99 % of customers",
    "Retry everything: never recovered in the 270 s that were watched",
    "Do not choose: retry everything.",
    "The policies on the same fault and the same customers",
    "(choose this)",
    "The same in pictures",
    "up to 3 retries without a budget",
  ].map((part) => text.replaceAll("&#39;", "'").indexOf(part, part === "Keep the plan's own policy" ? 60 : 0));
  expect(order).not.toContain(-1);
  expect([...order].sort((a, b) => a - b)).toEqual(order);
});

test("is one small file without anything from elsewhere, the same bytes again, complete without its script", async () => {
  const comparison = exampleComparison();
  expect(comparisonSchema.parse(comparison)).toEqual(comparison);
  const page = await renderComparison(comparison);
  expect(await renderComparison(comparison)).toBe(page);
  expect(Buffer.byteLength(page)).toBeLessThan(600_000);
  expect(page.match(/https?:|\ssrc=|url\(|@import|\sstyle=|\son[a-z]+=/)).toBeNull();
  const script = /<script>(.*?)<\/script>/s.exec(page)?.[1] ?? "";
  expect(page).toContain(`script-src 'sha256-${createHash("sha256").update(script).digest("base64")}'`);
  const bare = comparisonPage(comparison, null);
  expect(bare).toContain("script-src 'none'");
  expect(bare).not.toContain("<script");
  expect(bare.match(/<svg class="chart"/g)).toHaveLength(4);
});

test("hostile text in every field is inert, in the page and in the terminal", async () => {
  const evil: Comparison = hostileValue(exampleComparison([anOutcome("unbounded-retries"), gap("cant-tell", "x")]));
  const page = await renderComparison(evil);
  expect(page.match(/<script/g)).toHaveLength(2);
  expect(page.match(/<img|<!--|<svg onload|<\/title><\/style>/g)).toBeNull();
  expect(page.match(/(?!\n)[\p{Cc}\p{Cs}]|[\u202a-\u202e\u2066-\u2069]/gu)).toBeNull();
  expect(page).toContain("\u241b]0;owned");
  expect(/id="chart-data">(.*?)<\/script>/s.exec(page)?.[1] ?? "<").not.toMatch(/[<>&]/);
  expect(comparisonText(evil).match(/(?!\n)[\p{Cc}\p{Cs}]|[\u202a-\u202e\u2066-\u2069]/gu)).toBeNull();
  expect(HOSTILE.length).toBeGreaterThan(100);
});

test.each([
  ["cant-tell", "CAN'T TELL The machine was busy. \u2013 \u2013"],
  ["not-run", "NOT RUN The machine was busy. \u2013 \u2013"],
] as const)(
  "%s: the reason stands by its name, dashes where figures would, and no policy is named",
  async (state, row) => {
    const comparison = exampleComparison([
      ...[anOutcome("unbounded-retries"), anOutcome("budgeted")],
      gap(state, "The machine was busy."),
    ]);
    const text = words(await renderComparison(comparison)).replaceAll("&#39;", "'");
    expect(text).toContain(row);
    expect(text).not.toContain("(choose this)");
    // The reason for naming none is the sentence under the headline.
    const [lead, other] = ["No policy is named while one was not measured", "Retry everything: never"].map((part) =>
      text.indexOf(part),
    );
    expect(lead).toBeGreaterThan(0);
    expect(lead).toBeLessThan(other ?? 0);
    expect(comparisonText(comparison)).toContain("CAN'T TELL which policy to choose. (Creator drop, seed 7)");
  },
);

test("the terminal has a sentence and a row for each measured policy", () => {
  const rows = comparisonText(exampleComparison()).split("\n");
  const row = rows.find((line) => line.startsWith("Retry everything") && line.includes("watched"));
  expect(row).toMatch(/0\.46 +0\.06 +0\.05 +3\.40 +not within the run, watched for 270 s +32 % +130 of 190$/);
  const none = exampleComparison(
    (["unbounded-retries", "budgeted", "own"] as const).map((id) => anOutcome(id, { figures: lostFigures() })),
  );
  expect(comparisonText(none)).toContain("None of these policies recovered.");
});

test("figures that could not be measured are dashes or words, never numbers that are none", async () => {
  const none = { before: null, during: null, after: null };
  const figures = someFigures({
    ...{ answeredPerSec: none, requestsPerMatter: null, offeredPerSec: null, workForNobody: null, matters: 0 },
    ...{ answeredInTime: 0, recovery: { state: "unknown", afterSec: null, watchedSec: 0 } },
  });
  const all = (["unbounded-retries", "budgeted", "own"] as const).map((id) => anOutcome(id, { figures }));
  const page = await renderComparison(exampleComparison(all));
  expect(words(page)).not.toMatch(/NaN|undefined|\[object|null/);
  expect(words(page)).toContain("cannot be said");
});
