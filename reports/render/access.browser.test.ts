import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { chromiumForTests } from "../../scripts/setup/test-tools.ts";
import { axeFaults } from "../../test/axe.ts";
import { launchChromium } from "../../test/launch-chromium.ts";
import { exampleComparison } from "./comparison/comparison-example.ts";
import { comparisonPage } from "./comparison/comparison-page.ts";
import { renderReport } from "./report.ts";
import { cutShort } from "./verdict-cut-short.ts";

const executablePath = chromiumForTests();
const withChromium = test.skipIf(executablePath === undefined);
/** What an A4 page has between its margins, in CSS pixels. */
const A4 = { width: 695, height: 1017 };

let browser: Browser;
let folder: string;

beforeAll(async () => {
  if (executablePath === undefined) return;
  folder = await mkdtemp(join(tmpdir(), "report-"));
  browser = await launchChromium(executablePath);
  await writeFile(join(folder, "report.html"), await renderReport(cutShort()));
  // The drawings alone: on paper and without scripts it is the same page.
  await writeFile(join(folder, "comparison.html"), comparisonPage(exampleComparison(), null));
});

afterAll(async () => {
  if (executablePath === undefined) return;
  await browser.close();
  await rm(folder, { recursive: true });
});

async function open(name: string, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  await page.goto(pathToFileURL(join(folder, `${name}.html`)).href);
  return page;
}

withChromium("a report with every kind of section is fit for everybody, in light and in dark", async () => {
  const page = await open("report", { colorScheme: "light" });
  for (const part of [".after-action", ".staffing", ".heat-4", ".glossary", "[data-chart]"])
    expect(await page.locator(part).count(), part).toBeGreaterThan(0);
  expect(await axeFaults(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await axeFaults(page, "color-contrast")).toEqual([]);
});

withChromium(
  "a word leads to its meaning by hover and by key, without a script; on paper it stands in the list",
  async () => {
    const page = await open("report", { javaScriptEnabled: false });
    const word = page.locator(".strip a.term", { hasText: "Replicates" });
    expect(await word.getAttribute("title")).toContain("another seed");
    await word.press("Enter");
    const meaning = page.locator(".glossary div:target");
    expect(await meaning.textContent()).toContain("another seed");
    expect(await meaning.isVisible()).toBe(true);
    await page.emulateMedia({ media: "print" });
    expect(await meaning.isVisible()).toBe(true);
  },
);

withChromium.each(["report", "comparison"])("on A4 no drawing and no table of a %s is cut", async (name) => {
  const page = await open(name, { viewport: A4 });
  if (name === "comparison") expect(await axeFaults(page)).toEqual([]);
  await page.emulateMedia({ media: "print" });
  const cut = await page.evaluate(
    ({ width, height }) =>
      [...document.querySelectorAll("svg.chart, .dots, table")].flatMap((one) => {
        const box = one.getBoundingClientRect();
        const tooTall = one.tagName !== "TABLE" && box.height > height;
        return box.right > width + 0.5 || box.left < -0.5 || tooTall ? [one.outerHTML.slice(0, 90)] : [];
      }),
    A4,
  );
  expect(cut).toEqual([]);
});
