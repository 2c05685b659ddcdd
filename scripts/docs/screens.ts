import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { startStack } from "../../mock-platform/server.ts";
import type { RunningStack } from "../../mock-platform/stack-options.ts";
import { EVENT, StoryClock, TIME_FACTOR, tellDesk, tellTranscript } from "./screen-story.ts";

export const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } } as const;
const SCHEMES = ["light", "dark"] as const;
export const ARGS = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"];
/** Of a picture, in pixels: enough to see what a long page is like. */
const MOST_HEIGHT = 1280;
const AGENT = "jonas";

export interface Screen {
  /** As `stream-phone-dark`. */
  readonly name: string;
  readonly png: Buffer;
}

type Show = (page: Page, stack: RunningStack) => Promise<void>;

const pop = (stack: RunningStack): string => stack.pops["pop-a"] ?? "";

const stream: Show = async (page, stack) => {
  await page.goto(`${pop(stack)}/`);
  await page.waitForSelector("#ask:not([hidden])");
};

const talk: Show = async (page, stack) => {
  const { desk, shifts, book } = stack.services;
  await stream(page, stack);
  await page.fill("#question", "When will it ship?");
  await page.click("#ask-button");
  await page.getByRole("button", { name: "No, not helpful" }).click();
  await page.click("text=Ask a person");
  await page.waitForSelector(".from-system");
  const contactId = [...book.all()].at(-1)?.contactId ?? "";
  await shifts.set({ agentId: "mira", state: "available", slots: 9, lanes: ["stream"], groups: [] });
  await desk.claim(contactId, "mira");
  await desk.agentMessage(
    contactId,
    "reply",
    "Orders of the first hour leave on the first day of that window.",
    "mira",
  );
  await page.waitForSelector(".from-agent");
  await page.waitForSelector("#delivery.live");
  await desk.resolve(contactId, "mira");
};

const desk: Show = async (page, stack) => {
  await page.goto(`${stack.origin}/desk`);
  await page.fill("#agent", AGENT);
  await page.fill("#bearer", stack.agentBearer);
  await page.click("#sign-in-button");
  await page.click("#mine .row-button");
  await page.waitForSelector(".note");
  await page.waitForSelector("#delivery.live");
};

const transcript: Show = async (page, stack) => {
  await page.goto(`${pop(stack)}/events/${EVENT}/transcript`);
  await page.waitForSelector(".thread");
};

const PAGES: readonly (readonly [name: string, show: Show, fullPage: boolean])[] = [
  ["stream", stream, true],
  ["transcript", transcript, true],
  ["stream-reply", talk, false],
  ["desk", desk, false],
];

const shoot = async (context: BrowserContext, stack: RunningStack, show: Show, fullPage: boolean): Promise<Buffer> => {
  const page = await context.newPage();
  await show(page, stack);
  // As text: this file runs in Node, whose types know no document.
  await page.evaluate("document.fonts.ready.then(() => null)");
  // No ring where a reader did not put the focus, and no button under a pointer that nobody moved there.
  await page.evaluate("document.activeElement?.blur()");
  await page.mouse.move(0, 0);
  await page.evaluate("scrollTo(0, 0)");
  const { width, height } = page.viewportSize() ?? SIZES.desktop;
  const whole = await page.evaluate<number>("document.documentElement.scrollHeight");
  const clip = { x: 0, y: 0, width, height: fullPage ? Math.min(whole, MOST_HEIGHT) : height };
  const png = await page.screenshot({ fullPage, clip, animations: "disabled", caret: "hide" });
  await page.close();
  return png;
};

const shootAll = async (browser: Browser, stack: RunningStack, clock: StoryClock): Promise<Screen[]> => {
  const screens: Screen[] = [];
  await tellTranscript(stack, clock);
  for (const [name, show, fullPage] of PAGES) {
    if (name === "desk") await tellDesk(stack, clock, AGENT);
    for (const [size, viewport] of Object.entries(SIZES)) {
      for (const colorScheme of SCHEMES) {
        const context = await browser.newContext({ viewport, colorScheme, reducedMotion: "reduce", locale: "en-GB" });
        const png = await shoot(context, stack, show, fullPage);
        screens.push({ name: `${name}-${size}-${colorScheme}`, png });
        await context.close();
      }
    }
  }
  return screens;
};

/** Pictures of the stack's pages with a told story in them, at phone and desktop width, light and dark. */
export const takeScreens = async (executablePath: string): Promise<Screen[]> => {
  const clock = new StoryClock();
  const stack = await startStack({ event: EVENT, timeFactor: TIME_FACTOR, orders: 50, clock });
  const browser = await chromium.launch({ executablePath, args: ARGS });
  try {
    return await shootAll(browser, stack, clock);
  } finally {
    await browser.close();
    await stack.close();
  }
};
