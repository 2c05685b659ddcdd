import { expect, test } from "vitest";
import { visibleText } from "../../core/text/visible-text.ts";
import { annotationLines } from "./annotations.ts";
import { renderJunit } from "./junit.ts";
import { renderMarkdown } from "./markdown.ts";
import { renderReport } from "./report.ts";
import { settledTexts, shownResidue } from "./residue-text.ts";
import { renderTerminal } from "./terminal.ts";
import { drill, replicate, verdict } from "./verdict-builder.ts";
import { BY_HAND, ready, withResidue } from "./verdict-examples.ts";
import { HOSTILE, hostileVerdict } from "./verdict-hostile.ts";

const PLAIN = { color: false, width: 80 };
const TOLD = "RESIDUE: origin-slow may still be in place at reference stack at http://127.0.0.1:41873 (nano-drop 1)";
const unescaped = (html: string): string =>
  html.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&lt;", "<").replaceAll("&amp;", "&");

test("the terminal tells residue before the verdict, with a line that can be copied whole", () => {
  const lines = renderTerminal(withResidue(), PLAIN).trimEnd().split("\n");
  const at = lines.findIndex((line) => line.startsWith("RESIDUE: origin-slow"));
  expect(lines.slice(at).join(" ").replaceAll(/ +/g, " ")).toContain(TOLD);
  expect(lines).toContain(`    by hand: ${BY_HAND}`);
  expect(lines.findIndex((line) => line.startsWith("CAN'T TELL"))).toBeGreaterThan(at);
  expect(lines.join(" ")).toContain("fieldproof recover");
});

test("the report's first screen, JUnit and the summary tell it, too", async () => {
  const page = unescaped(await renderReport(withResidue()));
  expect(page).toContain(TOLD);
  expect(page).toContain(BY_HAND);
  expect(page.indexOf(TOLD)).toBeLessThan(page.indexOf('class="arithmetic"'));
  const junit = unescaped(renderJunit(withResidue()));
  expect(junit).toMatch(/<error message="RESIDUE: origin-slow [^\n]*By hand: curl/);
  const markdown = renderMarkdown(withResidue());
  expect(markdown).toMatch(/^> \*\*RESIDUE: origin/m);
  expect(markdown).toContain(`by hand:\n\`\`\`sh\n${BY_HAND}\n\`\`\`\n`);
});

test("where nothing is left, none of them speaks of it, and the terminal says what was undone", async () => {
  const done = (kind: "reversible" | "one-way") =>
    verdict({
      drills: [
        drill("nano-drop", {
          replicates: [replicate({ stimulus: { id: "origin-slow", kind, phase: "tail", state: "proved" } })],
        }),
      ],
    });
  expect(renderTerminal(done("reversible"), PLAIN)).toContain("origin-slow undone and proved \u00b7 residue none\n");
  expect(settledTexts(done("one-way"))).toEqual(["origin-slow rolled forward and proved \u00b7 residue none"]);
  const all = [
    renderTerminal(ready(), PLAIN),
    renderJunit(ready()),
    renderMarkdown(ready()),
    await renderReport(ready()),
  ];
  for (const text of all) expect(text.replace(/<style>.*?<\/style>/s, "")).not.toMatch(/residue/i);
});

test("a workflow is told first what is left", () => {
  const [first = ""] = annotationLines(withResidue(), "warning");
  expect(first).toMatch(/^::error title=RESIDUE%3A origin-slow::RESIDUE: origin-slow may still be in place/);
});

test("a line to type is never cut in the middle, and many are counted", async () => {
  const long = `curl ${"x".repeat(1900)} END`;
  const [one] = withResidue().residue ?? [];
  if (one === undefined) throw new Error("the example has no residue");
  const many = { ...withResidue(), residue: Array.from({ length: 40 }, () => ({ ...one, byHand: [long, long] })) };
  for (const text of [renderTerminal(many, PLAIN), renderMarkdown(many), renderJunit(many), await renderReport(many)]) {
    expect(text).toContain("END");
    expect(text).not.toContain("x\u2026");
  }
  expect(shownResidue(many).more).toBe("30 more and 60 more lines to type are in verdict.json.");
});

test("hostile text in it stays inert", async () => {
  const evil = hostileVerdict(HOSTILE, withResidue());
  expect(renderTerminal(evil, PLAIN)).not.toMatch(/(?!\n)\p{Cc}|[\u202e\u2066]/u);
  expect(renderJunit(evil)).not.toMatch(/(?!\n)[\p{Cc}\p{Cs}]|[\ufffe\uffff]/u);
  expect(renderMarkdown(evil)).not.toMatch(/<(?!br>)/);
  const page = await renderReport(evil);
  expect(page).not.toContain("<img src=x");
  expect(visibleText(HOSTILE)).not.toBe(HOSTILE);
});
