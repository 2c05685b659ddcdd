import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { verdictSchema } from "../../core/schema/verdict.ts";
import { REPORT_BYTES, renderReport } from "./report.ts";
import { drill, objective, replicate, verdict } from "./verdict-builder.ts";
import { cutShort } from "./verdict-cut-short.ts";
import { cannotTell, notReady, ready } from "./verdict-examples.ts";
import { HOSTILE, hostileVerdict } from "./verdict-hostile.ts";

const hashOf = (block: string): string => `'sha256-${createHash("sha256").update(block).digest("base64")}'`;
const blocks = (page: string, open: RegExp): string[] => [...page.matchAll(open)].map((match) => match[1] ?? "");
const words = (page: string): string =>
  page.replace(/<style>.*?<\/style>|<script.*?<\/script>|<[^>]*>/gs, " ").replace(/\s+/g, " ");

test("opens with the verdict, the drop, the sentence, the arithmetic and what to do", async () => {
  const text = words(await renderReport(notReady()));
  const order = [
    "NOT READY for Friday 27 November, 18:00 UTC",
    "Withdrawn answers were still shown to customers for 6 seconds",
    "staging, desk.staging.example",
    "The drop needs 18.6 chat slots; you planned 14.",
    "Too many human replies come too late",
    "The target has no keys hook.",
    "Do before Friday 27 November",
    "Owner",
    "The drills in full",
  ].map((part) => (text.lastIndexOf(part) < 0 ? -1 : text.indexOf(part, 60)));
  expect(order).not.toContain(-1);
  expect([...order].sort((a, b) => a - b)).toEqual(order);
});

test("names no date when a smoke run proves the plumbing only", async () => {
  const text = words(await renderReport(ready()));
  expect(text).toContain("READY (plumbing only)");
  expect(text).not.toContain("27 November");
});

test("says what else than the date ends a READY, as far as the evidence tells", async () => {
  const islands = verdict({}, { profile: "rehearsal" });
  const text = words(await renderReport(islands));
  expect(text).toContain("Valid until Tue 1 Dec 2026, 14:03 UTC, or until plan, islands or keys change");
  expect(text).toContain(`Digest of the islands ${islands.run.covers?.islands}`);
  const { covers: _, ...run } = islands.run;
  const mapped = words(await renderReport({ ...islands, run }));
  expect(mapped).toContain("14:03 UTC, or until the plan changes");
  expect(mapped).not.toContain("Digest of the islands");
});

test.each([
  ["ready", ready],
  ["not ready", notReady],
  ["cannot tell", cannotTell],
])("is small, self-contained and the same bytes again: %s", async (_, make) => {
  expect(verdictSchema.parse(make())).toEqual(make());
  const page = await renderReport(make());
  expect(await renderReport(make())).toBe(page);
  expect(Buffer.byteLength(page)).toBeLessThanOrEqual(REPORT_BYTES);
  expect(page.match(/https?:|\ssrc=|url\(|@import|\sstyle=|\son[a-z]+=/)).toBeNull();
  expect(words(page)).not.toMatch(/NaN|undefined|\[object/);
});

test("allows exactly its own script and style by hash", async () => {
  const page = await renderReport(notReady());
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? "";
  const scripts = blocks(page, /<script>(.*?)<\/script>/gs);
  const styles = blocks(page, /<style>(.*?)<\/style>/gs);
  expect([scripts.length, styles.length]).toEqual([1, 1]);
  expect(policy.split("; ")).toEqual([
    "default-src 'none'",
    `script-src ${scripts.map(hashOf).join(" ")}`,
    `style-src ${styles.map(hashOf).join(" ")}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ]);
});

test("shows hostile text in every field as inert text", async () => {
  const evil = hostileVerdict(HOSTILE, ready());
  expect(verdictSchema.safeParse(evil).success).toBe(true);
  const page = await renderReport(evil);
  expect(page.match(/<script/g)).toHaveLength(2);
  expect(page.match(/<img|<!--|<svg onload|<\/title><\/style>/g)).toBeNull();
  expect(page.match(/(?!\n)[\p{Cc}\p{Cs}]|[\u202a-\u202e\u2066-\u2069]/gu)).toBeNull();
  expect(page.includes("\u241b]0;owned")).toBe(true);
  expect(page.includes("\u27e8U+202E\u27e9gnp.exe")).toBe(true);
  const json = /id="chart-data">(.*?)<\/script>/s.exec(page)?.[1] ?? "[]";
  expect(json).not.toMatch(/[<>&]/);
  expect(JSON.parse(json)[0].series[0].name).toContain("</script>");
});

test("cuts a megabyte of emoji and says how much it cut", async () => {
  const page = await renderReport(hostileVerdict("\u{1f600}".repeat(500_000), ready()));
  expect(Buffer.byteLength(page)).toBeLessThanOrEqual(REPORT_BYTES);
  expect(page).toMatch(/\[\d{6} more characters cut\]/);
});

test("renders no drills, no contacts and no charts", async () => {
  const nothing = objective({ status: "unmeasured", measured: null, n: 0, misses: 0, allowed: 0 });
  const empty = replicate({
    verdict: "INCONCLUSIVE",
    reason: "No contact was recorded.",
    charts: [],
    tables: [],
    validity: [],
    objectives: [nothing],
  });
  const page = await renderReport(
    verdict({ drills: [drill("nano-drop", { replicates: [empty] }), drill("solo-cost", { replicates: [] })] }),
  );
  expect(page).not.toMatch(/<script/);
  expect(page).toContain("script-src 'none'");
  expect(words(await renderReport(verdict({ drills: [] })))).toContain("No drill is in this verdict.");
});

test("renders 400 objectives and says what it left out when all is too much", async () => {
  const objectives = Array.from({ length: 400 }, (_, at) =>
    objective({ id: `o${at}`, title: `Objective number ${at}` }),
  );
  const one = await renderReport(
    verdict({ drills: [drill("nano-drop", { replicates: [replicate({ objectives })] })] }),
  );
  expect(one).toContain("Objective number 399");
  const many = Array.from({ length: 30 }, (_, at) => replicate({ replicate: at + 1, objectives }));
  const page = await renderReport(verdict({ drills: [drill("nano-drop", { replicates: many })] }));
  expect(Buffer.byteLength(page)).toBeLessThanOrEqual(REPORT_BYTES);
  expect(words(page)).toMatch(/Left out to keep this page small: .*objectives \(the worst are kept\)/);
});

test("each word that is explained leads to its meaning, which is the one that the hover shows", async () => {
  const page = await renderReport(cutShort());
  const meanings = new Map(
    [...page.matchAll(/<div id="(word-[a-z0-9-]+)"><dt><dfn>.*?<\/dfn><\/dt><dd>(.*?)<\/dd>/g)].map(([, id, dd]) => [
      id,
      dd,
    ]),
  );
  const links = [...page.matchAll(/<a class="term" href="#(word-[^"]+)" title="([^"]+)">/g)];
  expect(meanings.size).toBeGreaterThan(20);
  expect(links.length).toBeGreaterThan(8);
  for (const [, id, title] of links) expect(meanings.get(id)).toBe(title);
});

test("a survival estimate is flagged where it stands, and lateness is told in words beside its shade", async () => {
  const page = await renderReport(cutShort());
  expect(words(page)).toContain("Estimate: share still waiting for a person, where watching ended early");
  expect(page).toMatch(/<span class="heat heat-[1-4]">\d+ late of \d+<\/span>/);
  expect(page).toMatch(/<span class="heat heat-0">0 late of \d+<\/span>/);
});

test("orders headings without a gap and gives each table a caption and each column a scope", async () => {
  const page = await renderReport(cannotTell());
  const levels = [...page.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
  levels.forEach((level, at) => {
    expect(level - (levels[at - 1] ?? 0)).toBeLessThanOrEqual(1);
  });
  expect(page.match(/<h1/g)).toHaveLength(1);
  expect(page.match(/<caption/g)?.length).toBe(page.match(/<table/g)?.length);
  expect(page).not.toMatch(/<th(?![^>]*scope=)[ >]/);
  expect(page).toMatch(/<html lang="en">.*<header.*<main id="main">.*<\/main>.*<footer/s);
});
