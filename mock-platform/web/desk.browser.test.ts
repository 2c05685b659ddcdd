import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { chromiumForTests } from "../../scripts/setup/test-tools.ts";
import { type BrowserStage, SIZES, startStage } from "../../test/browser-stage.ts";
import { HOSTILE_TEXTS } from "../../test/hostile-texts.ts";
import { TestCustomer } from "../testing/test-customer.ts";

const executablePath = chromiumForTests();
const withChromium = test.skipIf(executablePath === undefined);

let stage: BrowserStage;
beforeAll(async () => {
  if (executablePath !== undefined) stage = await startStage(executablePath);
});
afterAll(() => stage?.close());

/** Looks again until it is so: what a page shows comes when it comes. */
const eventually = <T>(look: () => T) => expect.poll(look);

let agents = 0;
let name = "";
beforeEach(() => {
  agents += 1;
  name = `agent-${agents}`;
});

const begin = async (page: Page, slots = 3): Promise<void> => {
  await page.fill("#agent", name);
  await page.fill("#bearer", stage.stack.agentBearer);
  await page.fill("#most", String(slots));
  await page.keyboard.press("Enter");
  await page.waitForSelector("#panes:not([hidden])");
  await eventually(() => page.locator("#delivery").textContent()).toBe("Live");
};

const customerAsks = async (text: string, orderId?: string): Promise<TestCustomer> => {
  const customer = await TestCustomer.at(stage.pop);
  const order = orderId === undefined ? {} : { orderId };
  expect((await customer.open({ event: "winter-drop", text, ...order })).status).toBe(201);
  return customer;
};

const titles = (page: Page, list: string): Promise<string[]> => page.locator(`${list} .row-title`).allTextContents();
const press = async (page: Page, ...keys: string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};

withChromium("the whole story: asked on the phone, claimed and answered by keyboard, seen live", async () => {
  const desk = await stage.open(`${stage.stack.origin}/desk`);
  await begin(desk.page);
  const phone = await stage.open("/", { viewport: SIZES.phone });
  await phone.page.fill("#question", "Was I charged twice?");
  await phone.page.fill("#order", "D100003");
  await phone.page.click("#ask-button");
  await phone.page.waitForSelector(".from-system");

  await eventually(() => titles(desk.page, "#waiting")).toEqual(["Was I charged twice?"]);
  expect(await desk.page.locator("#waiting .row-facts").textContent()).toMatch(/waits \d+ s.*due in \d+ s.*D100003/);
  expect(await desk.page.locator("#context").textContent()).toContain("D100003");
  await press(desk.page, "j", "Enter");
  await eventually(() => titles(desk.page, "#mine")).toEqual(["Was I charged twice?"]);
  expect(await titles(desk.page, "#waiting")).toEqual([]);
  await press(desk.page, "r");
  await desk.page.keyboard.type("No, you were charged once.");
  await press(desk.page, "Control+Enter");
  await phone.page.waitForSelector(".from-agent");
  expect(await phone.page.locator(".from-agent .words").textContent()).toBe("No, you were charged once.");
  await eventually(() => desk.page.locator("#mine .tag").first().textContent()).toBe("answered");

  await phone.page.fill("#follow-up", "Thank you!");
  await phone.page.press("#follow-up", "Enter");
  await eventually(() => titles(desk.page, "#mine")).toEqual(["Thank you!"]);
  await eventually(() => desk.page.locator("#log .words").allTextContents()).toContain("Thank you!");
  // The cursor is still in the reply: an answer, and then out of the field and done.
  await desk.page.keyboard.type("You are welcome.");
  await press(desk.page, "Control+Enter");
  await eventually(() => desk.page.locator(".pending").count()).toBe(0);
  await press(desk.page, "Escape", "e");
  await eventually(() => titles(desk.page, "#mine")).toEqual([]);
  await phone.page.getByRole("button", { name: "Yes, helpful" }).click();
  await eventually(() => phone.page.locator(".feedback").textContent()).toContain("thank you");
  expect([...desk.complaints, ...phone.complaints]).toEqual([]);
});

withChromium("holds several chats, keeps each one's unsent words, and says when the slots are full", async () => {
  const { page } = await stage.open(`${stage.stack.origin}/desk`);
  await begin(page, 2);
  const customers = [
    await customerAsks("Was I charged for the first?"),
    await customerAsks("Was I charged for the second?"),
    await customerAsks("Was I charged for the third?"),
  ];
  await eventually(() => titles(page, "#waiting")).toHaveLength(3);
  await press(page, "Enter");
  await eventually(() => titles(page, "#mine")).toHaveLength(1);
  await press(page, "r");
  await page.keyboard.type("a draft");
  await press(page, "Escape", "j", "Enter");
  await eventually(() => titles(page, "#mine")).toHaveLength(2);
  expect(await page.inputValue("#reply")).toBe("");
  await press(page, "Escape", "j", "Enter");
  await eventually(() => page.locator("#trouble").textContent()).toContain("All your slots are in use");
  await press(page, "k", "k");
  expect(await page.inputValue("#reply")).toBe("a draft");
  // What comes in another chat is marked there, and this one stays before the eyes.
  await customers[1]?.send("Are you still there?");
  await eventually(() => page.locator("#mine .unread").count()).toBe(1);
  expect(await page.locator("#contact-title").textContent()).toBe("Was I charged for the first?");
  await page.selectOption("#presence", "off");
  await page.waitForSelector("#sign-in:not([hidden])");
  expect(await page.locator("#sign-in-trouble").textContent()).toContain("waits for the next agent");
  expect(stage.stack.services.queue.depth("stream")).toBe(3);
  for (const customer of customers) await customer.call("DELETE", `/v1/consents/${customer.consentId}`);
});

withChromium("transfers, notes, changes and takes away, each with its reason", async () => {
  const { page, complaints } = await stage.open(`${stage.stack.origin}/desk`);
  await begin(page);
  const customer = await customerAsks("Was I charged? My name is Ada Example.", "D100005");
  await eventually(() => titles(page, "#waiting")).toHaveLength(1);
  await press(page, "Enter");
  await page.waitForSelector("#composer:not([hidden])");
  await page.getByRole("button", { name: "Insert: Charged?" }).click();
  expect(await page.inputValue("#reply")).toMatch(/charged/);
  await press(page, "Control+Enter");
  await page.waitForSelector(".from-agent:not(.pending)");
  await page.locator(".from-agent").hover();
  await page.getByRole("button", { name: /^Change: / }).click();
  await page.fill("#change-text", "You were charged once, on Friday.");
  await page.click("#change-button");
  expect(await page.locator("#change-form .trouble").textContent()).toBe("Choose a reason.");
  await page.selectOption("#change-reason", "clarity");
  await page.click("#change-button");
  await eventually(() => page.locator(".from-agent .words").allTextContents()).toEqual([
    "You were charged once, on Friday.",
  ]);
  await page.locator(".from-customer").hover();
  await page.getByRole("button", { name: /^Take away: Was I charged/ }).click();
  await page.selectOption("#change-reason", "personal-data");
  await page.click("#change-button");
  await page.waitForSelector(".from-customer.moderated");
  expect(await page.locator("#log").textContent()).not.toContain("Ada Example");
  expect(await page.locator("#log .line").allTextContents()).toEqual([
    "Support changed a message above to make it clearer.",
    "Support took a message above away because it held personal data.",
  ]);
  await press(page, "n");
  await page.keyboard.type("Name taken out.");
  await page.click("text=Add note");
  await eventually(() => page.locator("#notes .words").allTextContents()).toEqual(["Name taken out."]);
  await press(page, "Escape", "t");
  await page.selectOption("#transfer-lane", "standard");
  await page.click("#transfer-form .primary");
  expect(await page.locator("#transfer-form .trouble").textContent()).toContain("Say why");
  await page.fill("#transfer-reason", "A matter of the bank.");
  await page.click("#transfer-form .primary");
  await eventually(() => titles(page, "#mine")).toEqual([]);
  expect(stage.stack.services.desk.contact(customer.contactId)).toMatchObject({ lane: "standard", state: "waiting" });
  await customer.call("DELETE", `/v1/consents/${customer.consentId}`);
  expect(complaints).toEqual([]);
});

withChromium("shows a customer the changed wording live, and no words that were taken away", async () => {
  const { page, complaints } = await stage.open("/");
  await page.fill("#question", "Was I charged twice?");
  await page.click("#ask-button");
  await page.waitForSelector(".from-system");
  const { desk, changes, shifts, book } = stage.stack.services;
  await shifts.set({ agentId: name, state: "available", slots: 3, lanes: ["stream"], groups: [] });
  const contactId = [...book.all()].at(-1)?.contactId ?? "";
  await desk.claim(contactId, name);
  const { message } = await desk.agentMessage(contactId, "r1", "You were charged twice.", name);
  await page.waitForSelector(".from-agent");
  await changes.edit(message.id, "You were charged once.", "wrong-information", name);
  await eventually(() => page.locator(".from-agent .words").allTextContents()).toEqual(["You were charged once."]);
  await changes.moderate(message.id, "legal", name);
  await page.waitForSelector(".from-agent.moderated");
  expect(await page.locator("#log").textContent()).not.toContain("charged once");
  expect(await page.locator("#log .line").allTextContents()).toHaveLength(2);
  await page.click("#withdraw");
  await page.waitForSelector("#ended h3");
  expect(complaints).toEqual([]);
});

withChromium("tells a lost connection and a refused key, and has everything again afterwards", async () => {
  const { page } = await stage.open(`${stage.stack.origin}/desk`);
  await page.fill("#agent", name);
  await page.fill("#bearer", "not the key");
  await page.keyboard.press("Enter");
  await eventually(() => page.locator("#sign-in-trouble").textContent()).toContain("This key is not accepted");
  await begin(page);
  const customer = await customerAsks("Was I charged for this?");
  await eventually(() => titles(page, "#waiting")).toHaveLength(1);
  await press(page, "Enter");
  await eventually(() => titles(page, "#mine")).toHaveLength(1);
  await page.route("**/v1/agent/board*", (route) => route.abort());
  await customer.send("Hello?");
  await eventually(() => page.locator("#delivery").textContent()).toContain("Connection lost");
  await page.unroute("**/v1/agent/board*");
  await eventually(() => page.locator("#log .words").allTextContents()).toContain("Hello?");
  await eventually(() => page.locator("#delivery").textContent()).toBe("Live");
  // The key goes with the page; the work does not.
  page.once("dialog", (dialog) => void dialog.accept());
  await page.reload();
  expect(await page.inputValue("#bearer")).toBe("");
  await begin(page);
  await eventually(() => titles(page, "#mine")).toEqual(["Hello?"]);
  await customer.call("DELETE", `/v1/consents/${customer.consentId}`);
  await eventually(() => titles(page, "#mine")).toEqual([]);
});

withChromium("shows hostile texts as the letters that they are, in list, log and context", async () => {
  const { page, complaints } = await stage.open(`${stage.stack.origin}/desk`);
  await begin(page, 9);
  const customers: TestCustomer[] = [];
  const texts = Object.values(HOSTILE_TEXTS);
  for (const text of texts) customers.push(await customerAsks(`${text} was I charged`));
  await eventually(() => titles(page, "#waiting")).toHaveLength(texts.length);
  for (let at = 0; at < texts.length; at++) {
    await press(page, "j");
    await press(page, "k");
    await press(page, "j");
  }
  expect(await page.locator(".work-list img, #log img, #log script, #contact-title *").count()).toBe(0);
  expect(await page.evaluate(() => "hostile" in window)).toBe(false);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  for (const customer of customers) await customer.call("DELETE", `/v1/consents/${customer.consentId}`);
  expect(complaints).toEqual([]);
});
