import { create } from "xmlbuilder2";
import { expect, test } from "vitest";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { GoldenCopy } from "../golden-copy.ts";
import { runMain, UNFIT_OUTPUT } from "../main-in-process.ts";
import { testFolder } from "../temp-folder.ts";

const HOSTILE: readonly (readonly [string, string])[] = [
  ["terminal escapes", "\u001b[2J\u001b]0;owned\u0007\u009b31m drop"],
  ["the end of a script", "</script><script>window.hostile=1</script>"],
  ["an image that acts", "<img src=x onerror=window.hostile=1>"],
  ["marks that turn text round", "\u202egnirts\u2066\u200f desrever"],
  ["emoji", "👩‍👩‍👧‍👦🔥".repeat(8)],
  ["Markdown", "[click](javascript:alert(1)) | `x` **b** <b>\n# head"],
  ["XML", ']]>&amp;<!--<failure message="x"/>'],
];
/** Drawn documents may hold long texts, cut; they never grow with what a target says. */
const MOST_REPORT_BYTES = 600_000;

async function drawn(copy: GoldenCopy) {
  const { code, stdout, stderr } = await runMain(["judge", copy.runDir]);
  const [html, markdown, junit] = await Promise.all(
    ["report.html", "summary.md", "junit.xml"].map((name) => copy.text(name)),
  );
  return { code, terminal: `${stdout}${stderr}`, html: html ?? "", markdown: markdown ?? "", junit: junit ?? "" };
}
const scripts = (html: string): number => html.match(/<script\b/g)?.length ?? 0;
const clean = await drawn(await GoldenCopy.of("ready"));

function expectInert(told: Awaited<ReturnType<typeof drawn>>): void {
  for (const text of [told.terminal, told.markdown, told.junit]) expect(text).not.toMatch(UNFIT_OUTPUT);
  expect(scripts(told.html)).toBe(scripts(clean.html));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: an escape character is what is looked for
  expect(told.html).not.toMatch(/<img|<svg[^>]*onload|href="?javascript:|\u001b|[\u202a-\u202e\u2066-\u2069]/);
  expect(Buffer.byteLength(told.html)).toBeLessThan(MOST_REPORT_BYTES);
  expect(told.markdown).not.toMatch(/<script|<img|\]\(javascript:/);
  expect(() => create(told.junit)).not.toThrow();
}

test.each(HOSTILE)("a drop whose name holds %s is named so, and nothing more happens", async (_what, name) => {
  const copy = await GoldenCopy.of("ready");
  await copy.json("plan.json", (plan) => ({ drop: { ...(plan["drop"] as object), name } }));
  const told = await drawn(copy);
  expect(told.code).toBe(3);
  expectInert(told);
  const plan = join(await testFolder("text"), "drop.yaml");
  await writeFile(plan, `schema: fieldproof.plan/1\ndrop: { name: ${JSON.stringify(name)} }\n`);
  const planned = await runMain(["plan", plan]);
  expect([planned.code, UNFIT_OUTPUT.test(planned.stdout)]).toEqual([0, false]);
});

const LONG: readonly (readonly [string, string])[] = [["200,000 characters of emoji", "😀".repeat(100_000)]];

test.each([...HOSTILE, ...LONG])(
  "a target whose codes, ids and locations hold %s is quoted, and nothing more happens",
  async (_what, text) => {
    const copy = await GoldenCopy.of("not-ready");
    await copy.lines("nano-drop/1/contacts.ndjson", (line) => ({
      ...line,
      pop: text,
      phase: text,
      errors: [{ at: line["scheduledAt"], where: text, status: 500, code: text }],
      seen: (line["seen"] as object[]).map((one) => ({ ...one, id: text })),
    }));
    await copy.lines("nano-drop/1/probes.ndjson", (line) => ({ ...line, pop: text, cacheStatus: text }));
    await copy.lines("nano-drop/1/handlings.ndjson", (line) => ({
      ...line,
      contextComplete: false,
      contactId: text,
      clientContactId: text,
    }));
    await copy.json("nano-drop/1/replicate.json", { faults: [{ code: "FP-STACK-005", message: text, at: 1 }] });
    await copy.json("run.json", (run) => ({
      target: text,
      versions: { [text]: text },
      machine: { ...(run["machine"] as object), cpu: text },
    }));
    const told = await drawn(copy);
    expect(told.code).toBe(3);
    expectInert(told);
  },
);
