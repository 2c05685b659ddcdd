import type { TranscriptPage } from "../../../../core/schema/transcript-wire.ts";
import { byId, element } from "../shared/dom.ts";
import { exchange, persistently } from "../shared/exchange.ts";
import { wordsFor } from "../shared/problem-words.ts";
import { ServerClock } from "../shared/server-clock.ts";
import { browserTimers } from "../shared/timers.ts";
import { threadView } from "./thread-view.ts";
import { summaryOf, Threads } from "./threads.ts";

const event = document.body.dataset["event"] ?? "";
const clock = new ServerClock(() => Date.now());
const threads = new Threads();
const place = byId("threads", HTMLElement);
const more = byId("more", HTMLButtonElement);
const trouble = byId("trouble", HTMLElement);
let next: string | null = null;

const isPage = (body: unknown): body is TranscriptPage =>
  typeof body === "object" && body !== null && "lines" in body && "asOf" in body;

async function fetchPage(cursor: string | null): Promise<TranscriptPage | string> {
  const query = cursor === null ? "" : `?cursor=${encodeURIComponent(cursor)}`;
  const path = `/v1/events/${encodeURIComponent(event)}/transcript${query}`;
  const answer = await persistently(() => exchange({ method: "GET", path }, clock), browserTimers.wait);
  if (!answer.ok) return answer.code;
  return isPage(answer.body) ? answer.body : "bad-answer";
}

async function read(cursor: string | null): Promise<void> {
  more.disabled = true;
  const page = await fetchPage(cursor);
  more.disabled = false;
  if (typeof page === "string") {
    trouble.replaceChildren(element("p", { class: "fault" }, wordsFor(page)));
    return;
  }
  trouble.replaceChildren();
  if (cursor === null) {
    threads.clear();
    place.replaceChildren();
  }
  for (const thread of threads.add(page.lines)) {
    const view = threadView(thread);
    const before = document.getElementById(view.id);
    if (before === null) place.append(view);
    else before.replaceWith(view);
  }
  next = page.next;
  more.hidden = next === null;
  byId("summary", HTMLElement).textContent = summaryOf(threads.all(), next === null);
  byId("none", HTMLElement).hidden = threads.all().length > 0;
  const asOf = new Date(page.asOf).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" });
  byId("as-of", HTMLElement).textContent = `As of ${asOf}, times to the minute`;
  byId("tools", HTMLElement).hidden = false;
}

more.addEventListener("click", () => void read(next));
byId("refresh", HTMLButtonElement).addEventListener("click", () => void read(null));
void read(null);
