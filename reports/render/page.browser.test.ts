import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { chromiumForTests } from "../../scripts/setup/test-tools.ts";
import { launchChromium } from "../../test/launch-chromium.ts";
import { historyEntry } from "../history/history-entry.ts";
import { trendOf } from "../history/trend.ts";
import { renderReport } from "./report.ts";
import { cannotTell, notReady, ready, staffed, withResidue } from "./verdict-examples.ts";
import { HOSTILE, hostileVerdict } from "./verdict-hostile.ts";

const executablePath = chromiumForTests();
const withChromium = test.skipIf(executablePath === undefined);

/** The replicate that stands open: the worst of its drill. */
const OPEN = "details.replicate[open]";

let browser: Browser;
let folder: string;

beforeAll(async () => {
  if (executablePath === undefined) return;
  folder = await mkdtemp(join(tmpdir(), "report-"));
  browser = await launchChromium(executablePath);
  for (const [name, verdict] of Object.entries({
    bad: staffed(),
    open: cannotTell(),
    residue: withResidue(),
    hostile: hostileVerdict(HOSTILE, ready()),
  })) {
    const entry = historyEntry(verdict);
    const history = { entries: [{ ...entry, run: "earlier" }], damaged: 1, foreign: 0, others: 0 };
    await writeFile(join(folder, `${name}.html`), await renderReport(verdict, trendOf(entry, history)));
  }
});

afterAll(async () => {
  if (executablePath === undefined) return;
  await browser.close();
  await rm(folder, { recursive: true });
});

/** Opens a report from disk, and gives back the page with everything that it complained of or asked for. */
async function open(name: string, options: BrowserContextOptions = {}): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    if (!request.url().startsWith("file:") && !request.url().startsWith("data:")) complaints.push(request.url());
  });
  await page.goto(pathToFileURL(join(folder, `${name}.html`)).href);
  return { page, complaints };
}

/** Whether the canvas holds anything but clear pixels. */
const painted = (page: Page): Promise<boolean> =>
  page
    .locator(OPEN)
    .locator("canvas")
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      return pixels.some((value) => value !== 0);
    });

const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

withChromium("puts a painted canvas in the drawing's place without a complaint", async () => {
  const { page, complaints } = await open("bad");
  const plot = page.locator(OPEN).locator(".plot").first();
  await expect.poll(() => plot.locator("canvas").isVisible(), { timeout: 10_000 }).toBe(true);
  expect(await plot.locator("svg.chart").isVisible()).toBe(false);
  expect(await plot.locator("canvas").getAttribute("aria-label")).toContain("The queue over time");
  expect(await painted(page)).toBe(true);
  expect(complaints).toEqual([]);
});

withChromium("draws a closed replicate's charts when it is opened", async () => {
  const { page, complaints } = await open("bad");
  const closed = page.locator("details.replicate:not([open])").first();
  expect(await closed.locator("canvas").count()).toBe(0);
  await closed.evaluate((element: HTMLDetailsElement) => {
    element.open = true;
  });
  await expect.poll(() => page.locator("#chart-nano-drop-1-0 canvas").isVisible(), { timeout: 10_000 }).toBe(true);
  expect(complaints).toEqual([]);
});

withChromium("keeps the drawing when the canvas cannot be drawn", async () => {
  const context = await browser.newContext();
  await context.addInitScript(() => {
    HTMLCanvasElement.prototype.getContext = () => null;
  });
  const page = await context.newPage();
  await page.goto(pathToFileURL(join(folder, "bad.html")).href);
  expect(await page.locator(OPEN).locator("svg.chart").first().isVisible()).toBe(true);
  expect(await page.locator("canvas").count()).toBe(0);
});

withChromium("shows drawings, words and tables when scripts are off", async () => {
  const { page, complaints } = await open("bad", { javaScriptEnabled: false });
  expect(await page.locator(OPEN).locator("svg.chart").first().isVisible()).toBe(true);
  expect(await page.locator("h1").textContent()).toContain("NOT READY");
  expect(await page.locator(OPEN).locator("table.objectives").first().isVisible()).toBe(true);
  expect(complaints).toEqual([]);
});

withChromium("stays readable when a build server allows neither script nor style", async () => {
  const html = await renderReport(notReady());
  const server = createServer((_, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.setHeader(
      "content-security-policy",
      "sandbox allow-same-origin; default-src 'none'; img-src 'self'; style-src 'self'",
    );
    response.end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    expect(await page.locator("h1").textContent()).toContain("NOT READY");
    const drawing = await page.locator(OPEN).locator("svg.chart").first().boundingBox();
    expect(drawing?.width).toBeGreaterThan(400);
    expect(
      await page
        .locator(OPEN)
        .locator("svg.chart path.series")
        .first()
        .evaluate((path) => getComputedStyle(path).fill),
    ).toBe("none");
    expect(await page.locator("table.drills tbody tr").count()).toBe(7);
    expect(await page.locator("canvas").count()).toBe(0);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});

withChromium.each(["bad", "open", "hostile"])("never scrolls sideways on a phone: %s", async (name) => {
  const { page } = await open(name, { viewport: { width: 360, height: 740 } });
  expect(await overflow(page)).toBeLessThanOrEqual(0);
});

withChromium("fits verdict, drills and actions on a manager's first screen", async () => {
  const { page } = await open("bad", { viewport: { width: 1280, height: 900 } });
  const box = await page.locator(".actions").boundingBox();
  expect((box?.y ?? Number.NaN) + (box?.height ?? Number.NaN)).toBeLessThanOrEqual(900);
});

withChromium("prints drawings in light colours even from a dark screen", async () => {
  const { page } = await open("bad", { colorScheme: "dark" });
  await expect.poll(() => page.locator(OPEN).locator("canvas").first().isVisible(), { timeout: 10_000 }).toBe(true);
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(await background()).toBe("rgb(15, 21, 27)");
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  expect(await background()).toBe("rgb(255, 255, 255)");
  expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe("rgb(22, 32, 43)");
  expect(await page.locator(OPEN).locator("svg.chart").first().isVisible()).toBe(true);
  expect(await page.locator(OPEN).locator("canvas").first().isVisible()).toBe(false);
});

withChromium("opens every replicate for the print and closes it again", async () => {
  const { page } = await open("bad");
  const closed = () => page.locator("details.replicate:not([open])").count();
  const before = await closed();
  expect(before).toBeGreaterThan(0);
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  expect(await closed()).toBe(0);
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  expect(await closed()).toBe(before);
});

withChromium("runs nothing of a hostile verdict and shows it as text", async () => {
  const { page, complaints } = await open("hostile");
  await expect.poll(() => page.locator(OPEN).locator("canvas").first().isVisible(), { timeout: 10_000 }).toBe(true);
  expect(await page.evaluate(() => "hostile" in window)).toBe(false);
  expect(await page.locator("h1").textContent()).toContain("</script><script>window.hostile=1</script>");
  expect(await page.locator("img, iframe, object, form, base").count()).toBe(0);
  expect(complaints).toEqual([]);
});
