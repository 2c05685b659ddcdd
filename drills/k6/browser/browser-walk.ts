import { browser, type Page } from "k6/browser";
import type { Options } from "k6/options";
import type { BrowserWalkInput } from "../../../core/contract/browser-walk.ts";
import type { BrowserRecord } from "../../../core/schema/evidence.ts";

const walk = JSON.parse(open(__ENV["FIELDPROOF_WALK"] ?? "")) as BrowserWalkInput;

/** Time for a browser to start and a page to load on a busy machine, wall milliseconds. */
const PAGE_LIMIT_MS = 15_000;

export const options: Options = {
  scenarios: {
    walk: {
      executor: "per-vu-iterations",
      exec: "customer",
      vus: 1,
      iterations: 1,
      maxDuration: `${Math.ceil((2 * PAGE_LIMIT_MS + walk.replyLimitMs) / 1000)}s`,
      gracefulStop: "0s",
      options: { browser: { type: "chromium" } },
    },
  },
  systemTags: [],
};

/** What the page itself knows of its moments: times are its own, so the slowness of whoever looks is no part of them. */
interface Moments {
  readonly openedMs: number;
  readonly origin: number;
  readonly marks: Readonly<Record<string, number>>;
  readonly reply: { readonly author: string; readonly text: string } | null;
}

// As text: it runs in the page, and nothing of k6's bundle is there.
const MOMENTS = `() => ({
  openedMs: performance.getEntriesByType("navigation")[0]?.domContentLoadedEventEnd ?? 0,
  origin: performance.timeOrigin,
  marks: Object.fromEntries(performance.getEntriesByType("mark").map((mark) => [mark.name, mark.startTime])),
  reply: (() => {
    const said = document.querySelector(".from-assistant, .from-agent");
    const words = said?.querySelector(".words")?.textContent ?? "";
    return said === null ? null : { author: said.classList.contains("from-agent") ? "agent" : "assistant", text: words };
  })(),
})`;

const between = (marks: Moments["marks"], from: string, to: string): number | null => {
  const [start, end] = [marks[from], marks[to]];
  return start === undefined || end === undefined ? null : Math.max(0, end - start);
};

const recordOf = ({ openedMs, origin, marks, reply }: Moments): BrowserRecord => ({
  kind: "browser",
  mark: walk.mark,
  pop: walk.pop,
  unfinished: null,
  walk: {
    openedMs,
    pressedAt: origin + (marks["fp:pressed"] ?? 0),
    acknowledgedMs: between(marks, "fp:pressed", "fp:acknowledged"),
    firstReplyMs: between(marks, "fp:pressed", "fp:first-reply"),
    humanReplyMs: between(marks, "fp:pressed", "fp:human-reply"),
    replyBy: reply === null ? null : reply.author === "agent" ? "agent" : "assistant",
    right: reply === null ? null : reply.text.includes(walk.fact),
  },
});

/** Opens the page, asks by its one button, and waits for the first answer that the page shows. */
const askOn = async (page: Page): Promise<BrowserRecord> => {
  await page.goto(walk.address, { timeout: PAGE_LIMIT_MS });
  await page.locator("#question").fill(walk.question, { timeout: PAGE_LIMIT_MS });
  await page.locator("#ask-button").click({ timeout: PAGE_LIMIT_MS });
  const answered = `() => performance.getEntriesByName("fp:first-reply").length > 0`;
  // No answer in time is a finding, and the record says so.
  await page.waitForFunction(answered, { polling: 100, timeout: walk.replyLimitMs }).catch(() => {});
  return recordOf((await page.evaluate(MOMENTS)) as Moments);
};

/** One customer with a real browser. Leaves one line, whatever happens. */
export async function customer(): Promise<void> {
  let page: Page | null = null;
  let line: BrowserRecord;
  try {
    page = await browser.newPage();
    line = await askOn(page);
  } catch (error) {
    const unfinished = `the browser gave up: ${String(error).slice(0, 200)}`;
    line = { kind: "browser", mark: walk.mark, pop: walk.pop, unfinished, walk: null };
  }
  console.log(JSON.stringify(line));
  await page?.close();
}
