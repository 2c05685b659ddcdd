import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { chromiumForTests } from "../../scripts/setup/test-tools.ts";
import { axeFaults } from "../../test/axe.ts";
import { type BrowserStage, SIZES, startStage } from "../../test/browser-stage.ts";

const executablePath = chromiumForTests();
const LOOKS = (["phone", "desktop"] as const).flatMap((size) =>
  (["light", "dark"] as const).map((scheme) => ({ size, scheme })),
);
const look = test.skipIf(executablePath === undefined).each(LOOKS);

let stage: BrowserStage;
beforeAll(async () => {
  if (executablePath !== undefined) stage = await startStage(executablePath);
});
afterAll(() => stage?.close());

const open = async ({ size, scheme }: (typeof LOOKS)[number], address: string): Promise<Page> => {
  const { page } = await stage.open(address, { viewport: SIZES[size], colorScheme: scheme });
  return page;
};

/** Clean by axe, and no wider than the screen. */
const isFit = async (page: Page): Promise<void> => {
  expect(await axeFaults(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
};

look("stream page, $size, $scheme", async (how) => {
  const page = await open(how, "/");
  await page.click("#ask-button");
  await page.locator(".quick details").evaluateAll((all: HTMLDetailsElement[]) => {
    for (const each of all) each.open = true;
  });
  await isFit(page);
  await page.fill("#question", "When will it ship?");
  await page.click("#ask-button");
  await page.click("text=No, not helpful");
  await page.click("text=Ask a person");
  await page.waitForSelector(".from-system");
  await page.click("#receipt summary");
  await isFit(page);
  await page.click("#withdraw");
  await page.waitForSelector("#ended h3");
  await isFit(page);
});
