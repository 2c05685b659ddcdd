import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { chromiumForTests } from "../../scripts/setup/test-tools.ts";
import { type BrowserStage, SIZES, startStage } from "../../test/browser-stage.ts";
import { HOSTILE_TEXTS } from "../../test/hostile-texts.ts";
import { bearerCaller } from "../testing/test-customer.ts";

const executablePath = chromiumForTests();
const withChromium = test.skipIf(executablePath === undefined);

let stage: BrowserStage;
beforeAll(async () => {
  if (executablePath !== undefined) stage = await startStage(executablePath);
});
afterAll(() => stage?.close());

const agent = () => bearerCaller(stage.stack.origin, stage.stack.agentBearer);

const ask = async (page: Page, text: string, order = ""): Promise<void> => {
  await page.fill("#question", text);
  await page.fill("#order", order);
  await page.click("#ask-button");
  await page.waitForSelector("#talk:not([hidden])");
};

/** The contact that waits longest, claimed. */
const claimNext = async (): Promise<string> => {
  const { body } = await agent()<{ items: { contactId: string }[] }>("GET", "/v1/agent/queue?lane=stream&wait=4000");
  const contactId = body.items[0]?.contactId ?? "";
  expect((await agent()("POST", `/v1/agent/contacts/${contactId}/claim`, {})).status).toBe(200);
  return contactId;
};

/** Looks again until it is so: what a page shows comes when it comes. */
const eventually = <T>(look: () => T) => expect.poll(look);

let replies = 0;
const reply = async (contactId: string, text: string): Promise<void> => {
  replies += 1;
  const body = { clientMessageId: `a${replies}`, text };
  expect((await agent()("POST", `/v1/agent/contacts/${contactId}/messages`, body)).status).toBe(202);
};

const words = (page: Page): Promise<string[]> => page.locator("#log .message .words").allTextContents();
const marks = (page: Page): Promise<string[]> =>
  page.evaluate(() => performance.getEntriesByType("mark").map(({ name }) => name));
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

withChromium("answers a general question from the island, names its source, and hears how it was", async () => {
  const { page, complaints } = await stage.open("/?mark=probe-");
  await ask(page, "When will it ship?");
  const answer = page.locator(".from-assistant");
  expect(await answer.locator(".words").textContent()).toContain("December");
  expect(await answer.locator(".source").textContent()).toMatch(/^Signed answer of this event, version 1. Key \w{12}$/);
  expect(await marks(page)).toEqual(["fp:pressed", "fp:acknowledged", "fp:first-reply"]);
  await page.getByRole("button", { name: "Yes, helpful" }).click();
  await eventually(() => page.locator(".feedback").textContent()).toBe("Good to know, thank you.");
  const [contact] = stage.stack.services.book.all();
  expect(contact).toMatchObject({ state: "resolved", lane: "stream" });
  expect(contact?.clientContactId).toMatch(/^probe-/);
  const consent = stage.stack.services.consents.find(contact?.consentId ?? "");
  expect(consent?.purposes).toEqual(["support-reply"]);
  await page.click("#receipt summary");
  expect(await page.locator("#receipt-facts").textContent()).toContain(consent?.noticeHash ?? "no hash");
  expect(complaints).toEqual([]);
});

withChromium("brings a person's reply live, also by keyboard alone on a phone", async () => {
  const { page, complaints } = await stage.open("/", { viewport: SIZES.phone });
  await page.focus("#question");
  await page.keyboard.type("Was I charged for my order?");
  for (const _ of ["example", "example", "example", "order"]) await page.keyboard.press("Tab");
  await page.keyboard.type("D100003");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".from-system");
  await eventually(() => page.locator("#delivery").textContent()).toContain("Connected");
  expect(await page.locator("#waiting").isVisible()).toBe(true);
  const contactId = await claimNext();
  const context = stage.stack.services.desk.contact(contactId).context;
  expect(context?.order?.orderId).toBe("D100003");
  await reply(contactId, "It was charged once.");
  await page.waitForSelector(".from-agent");
  expect(await words(page)).toEqual([
    "Was I charged for my order?",
    "A person will answer you here. You can leave this page open; nothing is lost.",
    "It was charged once.",
  ]);
  expect(await page.locator("#waiting").isVisible()).toBe(false);
  expect(await marks(page)).toContain("fp:human-reply");
  await page.fill("#follow-up", "Thank you");
  await page.press("#follow-up", "Enter");
  await eventually(() => page.locator(".pending").count()).toBe(0);
  expect((await words(page)).filter((text) => text === "Thank you")).toHaveLength(1);
  expect(complaints).toEqual([]);
});

withChromium("loses and doubles nothing when its sockets break again and again", async () => {
  const { page, complaints } = await stage.open("/");
  await ask(page, "Where is my parcel?", "D100004");
  const contactId = await claimNext();
  const connected = () => eventually(() => page.locator("#delivery").textContent()).toContain("appear here by");
  const sent: string[] = [];
  for (const round of [1, 2, 3]) {
    await connected();
    for (const text of [`before ${round}`, `lost ${round}`]) {
      // The second one is sent while no socket is open.
      if (text.startsWith("lost")) stage.stack.services.hub.end("closing", contactId);
      await reply(contactId, text);
      sent.push(text);
    }
    await eventually(() => page.locator(".from-agent .words").allTextContents()).toEqual(sent);
  }
  expect(complaints).toEqual([]);
});

withChromium("asks before a reload while a person is waited for, and opens nothing by itself after it", async () => {
  const { page, complaints } = await stage.open("/");
  const { book, queue } = stage.stack.services;
  await ask(page, "Was I charged twice?");
  await page.waitForSelector(".from-system");
  const contacts = book.size();
  const asked: string[] = [];
  page.once("dialog", (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await page.reload();
  expect(asked).toEqual(["beforeunload"]);
  await page.waitForSelector("#ask:not([hidden])");
  expect(await page.locator("#talk").isVisible()).toBe(false);
  expect(book.size()).toBe(contacts);
  // Whoever has an answer may go without a word.
  await ask(page, "When will it ship?");
  await page.waitForSelector(".from-assistant");
  await page.reload();
  expect(asked).toHaveLength(1);
  expect(complaints).toEqual([]);
  const waiting = [...book.all()].filter(({ state }) => state === "waiting");
  for (const { consentId, sessionId } of waiting) await stage.stack.services.consentDesk.withdraw(consentId, sessionId);
  expect(queue.depth("stream")).toBe(0);
});

withChromium("goes on by long poll where no WebSocket opens", async () => {
  const { page, complaints } = await stage.open("/");
  await page.routeWebSocket(/\/feed\?/, (socket) => void socket.close());
  await ask(page, "Is my order on hold?", "D100005");
  await eventually(() => page.locator("#delivery").textContent()).toContain("another way");
  const contactId = await claimNext();
  await reply(contactId, "It is not on hold.");
  await eventually(() => page.locator(".from-agent .words").allTextContents()).toEqual(["It is not on hold."]);
  expect(complaints).toEqual([]);
});

withChromium("takes consent back by one press, and begins anew as somebody else", async () => {
  const { page, complaints } = await stage.open("/");
  const { book, consents, queue } = stage.stack.services;
  await ask(page, "Was I charged twice?");
  await page.waitForSelector(".from-system");
  const before = [...book.all()].at(-1);
  await page.click("#withdraw");
  expect(await page.locator("#ended h3").textContent()).toBe("Consent withdrawn");
  expect(consents.find(before?.consentId ?? "")?.withdrawn).toBe(true);
  expect(queue.depth("stream")).toBe(0);
  expect(await page.locator("#composer").isVisible()).toBe(false);
  await page.click("text=Ask another question");
  await ask(page, "When will it ship?");
  await page.waitForSelector(".from-assistant");
  const after = [...book.all()].at(-1);
  expect(after?.contactId).not.toBe(before?.contactId);
  expect(after?.sessionId).not.toBe(before?.sessionId);
  expect(complaints).toEqual([]);
});

withChromium("opens one contact however often the answer to the press is lost", async () => {
  const { page } = await stage.open("/");
  const { book } = stage.stack.services;
  const before = book.size();
  let left = 5;
  await page.route("**/v1/fast-path", async (route) => {
    left -= 1;
    // The stack did its part; only the answer never arrives.
    if (left >= 0) await route.fetch();
    return left >= 0 ? route.abort() : route.continue();
  });
  await page.fill("#question", "Was I charged twice?");
  await page.click("#ask-button");
  await eventually(() => page.locator("#ask-trouble").textContent()).toContain("could not reach");
  expect(await page.inputValue("#question")).toBe("Was I charged twice?");
  await page.click("#ask-button");
  await page.waitForSelector(".from-system");
  expect(book.size()).toBe(before + 1);
  await page.click("#withdraw");
  await page.waitForSelector("#ended h3");
});

withChromium("works on a device whose clock is five minutes slow", async () => {
  const { page, complaints } = await stage.open("/", { serviceWorkers: "block" });
  await page.addInitScript(() => {
    const now = Date.now.bind(Date);
    Date.now = () => now() - 300_000;
  });
  await page.reload();
  await ask(page, "When will it ship?");
  await page.waitForSelector(".from-assistant");
  expect(complaints).toEqual([]);
});

withChromium("shows hostile texts as the letters that they are", async () => {
  const { page, complaints } = await stage.open("/", { viewport: SIZES.phone });
  await ask(page, `${HOSTILE_TEXTS.image} was I charged?`);
  await page.waitForSelector(".from-system");
  const contactId = await claimNext();
  for (const text of Object.values(HOSTILE_TEXTS)) await reply(contactId, text);
  await eventually(() => page.locator(".from-agent .words").allTextContents()).toEqual(Object.values(HOSTILE_TEXTS));
  expect(await page.evaluate(() => "hostile" in window)).toBe(false);
  expect(await page.locator("#log img, #log script, #log iframe").count()).toBe(0);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  const flood = page.locator(".from-agent", { hasText: "🔥" });
  expect((await flood.boundingBox())?.height).toBeLessThan(400);
  await flood.getByRole("button", { name: "Show all" }).click();
  expect((await flood.boundingBox())?.height).toBeGreaterThan(400);
  expect(complaints).toEqual([]);
});

withChromium("tells what is wrong beside the field, and sends nothing", async () => {
  const { page, complaints } = await stage.open("/");
  await page.click("#ask-button");
  expect(await page.locator("#question-fault").textContent()).toBe("Write your question first.");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("question");
  await page.click("text=Was I charged twice?");
  await page.fill("#order", "no order!");
  await page.click("#ask-button");
  expect(await page.locator("#order-fault").textContent()).toContain("letters, digits and hyphens");
  expect(await page.getAttribute("#order", "aria-invalid")).toBe("true");
  expect(complaints).toEqual([]);
});

withChromium("says what works and what does not when scripts are off", async () => {
  const { page, complaints } = await stage.open("/", { javaScriptEnabled: false });
  expect(await page.locator(".noscript").isVisible()).toBe(true);
  expect(await page.locator("#ask").isVisible()).toBe(false);
  await page.click("text=Can I send something back?");
  expect(await page.locator(".quick details[open] p").textContent()).toContain("days of delivery");
  expect(complaints).toEqual([]);
});

test.skipIf(executablePath === undefined)("has no page for an event that it does not sell", async () => {
  expect((await fetch(`${stage.pop}/events/summer-drop`)).status).toBe(404);
});
