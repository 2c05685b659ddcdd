import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { startStack } from "../mock-platform/server.ts";
import type { RunningStack, StackOptions } from "../mock-platform/stack-options.ts";
import { launchChromium } from "./launch-chromium.ts";

export const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } } as const;

/** A page with all that it complained of: its console, its errors, and requests to anywhere but the stack. */
export interface Opened {
  readonly page: Page;
  readonly complaints: string[];
}

/** A reference stack of its own and a real browser in front of it. */
export interface BrowserStage {
  readonly stack: RunningStack;
  readonly browser: Browser;
  readonly pop: string;
  /** Opens an address in a fresh context; a path is of pop-a. */
  open(address: string, options?: BrowserContextOptions): Promise<Opened>;
  close(): Promise<void>;
}

const watch = (page: Page, own: readonly string[]): string[] => {
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol !== "data:" && !own.includes(origin)) complaints.push(`asked for ${request.url()}`);
  });
  return complaints;
};

/** Starts both; the stack's answers are checked against their schemas. */
export const startStage = async (executablePath: string, options: StackOptions = {}): Promise<BrowserStage> => {
  const [stack, browser] = await Promise.all([
    startStack({ checkAnswers: true, event: "winter-drop", timeFactor: 1, orders: 50, ...options }),
    launchChromium(executablePath),
  ]);
  const pop = stack.pops["pop-a"] ?? "";
  const own = [...Object.values(stack.pops), stack.origin];
  return {
    stack,
    browser,
    pop,
    open: async (address, contextOptions = {}) => {
      const context = await browser.newContext({ viewport: SIZES.desktop, reducedMotion: "reduce", ...contextOptions });
      const page = await context.newPage();
      page.setDefaultTimeout(8000);
      const complaints = watch(page, own);
      await page.goto(address.startsWith("/") ? `${pop}${address}` : address);
      return { page, complaints };
    },
    close: async () => {
      await browser.close();
      await stack.close();
    },
  };
};
