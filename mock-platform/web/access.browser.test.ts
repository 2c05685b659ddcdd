import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { StoryClock, tellTranscript } from "../../scripts/docs/screen-story.ts";
import { chromiumForTests } from "../../scripts/setup/test-tools.ts";
import { axeFaults } from "../../test/axe.ts";
import { type BrowserStage, SIZES, startStage } from "../../test/browser-stage.ts";
import { TestCustomer } from "../testing/test-customer.ts";

const executablePath = chromiumForTests();
const onEach = test.skipIf(executablePath === undefined).each(["phone", "desktop"] as const);

let stage: BrowserStage;
beforeAll(async () => {
  if (executablePath === undefined) return;
  const clock = new StoryClock();
  stage = await startStage(executablePath, { clock });
  await tellTranscript(stage.stack, clock);
  // Whoever waits in that story has the desk to themselves in this one.
  const { book, consentDesk } = stage.stack.services;
  for (const { state, consentId, sessionId } of book.all())
    if (state === "waiting") await consentDesk.withdraw(consentId, sessionId);
});
afterAll(() => stage?.close());

const open = async (size: keyof typeof SIZES, address: string): Promise<Page> => {
  const { page } = await stage.open(address, { viewport: SIZES[size] });
  return page;
};

/** Clean by axe in light and in dark, which are apart in colours alone, and no wider than the screen. */
const isFit = async (page: Page): Promise<void> => {
  await page.emulateMedia({ colorScheme: "light" });
  expect(await axeFaults(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await axeFaults(page, "color-contrast")).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
};

onEach("stream page, %s", async (size) => {
  const page = await open(size, "/");
  await page.click("#ask-button");
  await page.locator(".quick details").evaluateAll((all: HTMLDetailsElement[]) => {
    for (const each of all) each.open = true;
  });
  await isFit(page);
  await page.fill("#question", "When will it ship?");
  await page.click("#ask-button");
  await page.getByRole("button", { name: "No, not helpful" }).click();
  await page.click("text=Ask a person");
  await page.waitForSelector(".from-system");
  await page.click("#receipt summary");
  await isFit(page);
  await page.click("#withdraw");
  await page.waitForSelector("#ended h3");
  await isFit(page);
});

onEach("agent's desk, %s", async (size) => {
  const page = await open(size, `${stage.stack.origin}/desk`);
  await page.click("#sign-in-button");
  await isFit(page);
  await page.fill("#agent", `ann-${size}`);
  await page.fill("#bearer", stage.stack.agentBearer);
  const customers = [await TestCustomer.at(stage.pop), await TestCustomer.at(stage.pop)];
  // The seed's order on hold: a risk flag stands beside it.
  for (const customer of customers) await customer.open({ event: "winter-drop", orderId: "D100007" });
  await page.click("#sign-in-button");
  await page.click("#waiting .row-button");
  await isFit(page);
  await page.click("#claim-button");
  await page.fill("#reply", "It is held for an address check.");
  await page.keyboard.press("Control+Enter");
  await page.waitForSelector(".from-agent:not(.pending)");
  await page.fill("#note", "Address mismatch.");
  await page.click("text=Add note");
  await page.waitForSelector(".note");
  await isFit(page);
  if (size === "phone") {
    await page.click("#back");
    await isFit(page);
    await page.click("#mine .row-button");
  }
  await page.click("#transfer");
  await page.waitForSelector("#transfer-dialog[open]");
  await page.click("#transfer-form .primary");
  await isFit(page);
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await page.waitForSelector("#help[open]");
  await isFit(page);
  for (const customer of customers) await customer.call("DELETE", `/v1/consents/${customer.consentId}`);
});

onEach("public transcript, %s", async (size) => {
  const page = await open(size, "/events/winter-drop/transcript");
  await page.waitForSelector(".thread");
  await isFit(page);
});
