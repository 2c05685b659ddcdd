import { afterAll, beforeAll, expect, test } from "vitest";
import { EVENT, StoryClock, tellTranscript } from "../../scripts/docs/screen-story.ts";
import { chromiumForTests } from "../../scripts/setup/test-tools.ts";
import { type BrowserStage, startStage } from "../../test/browser-stage.ts";
import { HOSTILE_TEXTS } from "../../test/hostile-texts.ts";
import { TestCustomer } from "../testing/test-customer.ts";

const executablePath = chromiumForTests();
const withChromium = test.skipIf(executablePath === undefined);

const clock = new StoryClock();
let stage: BrowserStage;
beforeAll(async () => {
  if (executablePath === undefined) return;
  stage = await startStage(executablePath, { event: EVENT, clock });
  await tellTranscript(stage.stack, clock);
});
afterAll(() => stage?.close());

const address = `/events/${EVENT}/transcript`;
const asks = async (text: string): Promise<void> => {
  const customer = await TestCustomer.at(stage.pop);
  await customer.open({ event: EVENT, text, purposes: ["support-reply", "public-transcript"] });
};

withChromium("reads as conversations, with what was changed and taken away marked, and nothing personal", async () => {
  const { page, complaints } = await stage.open(address);
  await page.waitForSelector(".thread");
  const text = (await page.locator("#threads").textContent()) ?? "";
  expect(text).toContain("When will it ship?");
  expect(text).toContain("They run true to size");
  expect(text).toMatch(/Changed at \d\d:\d\d because it was wrong\./);
  expect(text).toMatch(/Taken away at \d\d:\d\d because it was abusive\./);
  expect(text).toContain("Not shown: the customer did not allow it.");
  expect(text).toContain("A personal matter: 2 messages, not shown");
  expect(text).toContain("The customer took the consent back: 2 messages, not shown");
  expect(text).not.toMatch(/thieves|one size up|Where is my parcel|D1000/);
  expect(await page.locator("#summary").textContent()).toBe(
    "16 messages in 7 conversations · 5 not shown · 1 changed · 1 taken away",
  );
  expect(complaints).toEqual([]);
});

withChromium("goes on page by page, and a conversation that goes on stays in one place", async () => {
  for (const text of Object.values(HOSTILE_TEXTS)) await asks(`${text} when will it ship?`);
  for (let count = 0; count < 45; count++) await asks("When will it ship?");
  const { page, complaints } = await stage.open(address);
  await page.waitForSelector("#more:not([hidden])");
  expect(await page.locator("#summary").textContent()).toMatch(/^So far: 100 messages/);
  await page.click("#more");
  await page.waitForSelector("#more", { state: "hidden" });
  const all = await page.locator(".thread").count();
  expect(all).toBe(7 + Object.keys(HOSTILE_TEXTS).length + 45);
  expect(await page.locator("#summary").textContent()).toContain(`in ${all} conversations`);
  // Hostile texts stand there as the letters that they are.
  expect(await page.locator("#threads").textContent()).toContain(HOSTILE_TEXTS.script);
  expect(await page.locator("#threads img, #threads script").count()).toBe(0);
  expect(await page.evaluate(() => "hostile" in window)).toBe(false);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  expect(complaints).toEqual([]);
});

withChromium("says where the transcript is when scripts are off", async () => {
  const { page, complaints } = await stage.open(address, { javaScriptEnabled: false });
  expect(await page.locator(".noscript a").getAttribute("href")).toBe(`/v1/events/${EVENT}/transcript`);
  expect(await page.locator(".noscript").isVisible()).toBe(true);
  expect(complaints).toEqual([]);
});

withChromium("tells that the stack cannot be reached", async () => {
  const { page } = await stage.open(address);
  await page.waitForSelector(".thread");
  await page.route("**/transcript*", (route) => route.abort());
  await page.click("#refresh");
  await expect.poll(() => page.locator("#trouble").textContent()).toContain("could not reach");
  expect(await page.locator(".thread").count()).toBeGreaterThan(0);
});
