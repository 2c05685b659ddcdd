import { html } from "../../core/text/html.ts";
import { eventTitle } from "./event-title.ts";
import { icon } from "./icons.ts";
import { pageFrame } from "./page-frame.ts";
import type { WebAssets } from "./web-assets.ts";

/** The public transcript of an event, for anyone who reads. Its lines come by the API, page by page. */
export const transcriptPage = (event: string, pop: string, assets: WebAssets): string => {
  const title = eventTitle(event);
  const api = `/v1/events/${event}/transcript`;
  return pageFrame({
    page: "transcript",
    title: `${title}: public transcript`,
    assets,
    data: { event },
    body: html`<header class="bar">
<p class="brand"><span class="mark" aria-hidden="true"></span>Live support</p>
<a class="quiet" href="/events/${event}">Ask support</a>
</header>
<main id="main" class="sheet-column">
<p class="eyebrow">Public transcript</p>
<h1 class="title">${title}</h1>
<p class="lead">What was asked, and what support answered.</p>
<ul class="promises">
<li>${icon("shield")}<span>Personal matters, and words that nobody allowed to be shown, are left out; that they were there is not.</span></li>
<li>${icon("pencil")}<span>What was changed or taken away later is marked, with the reason.</span></li>
</ul>
<div class="tools" id="tools" hidden>
<p class="as-of" id="as-of"></p>
<button type="button" class="quiet" id="refresh">Read again</button>
</div>
<noscript><p class="noscript">Scripts are off in this browser. The transcript can be read <a href="${api}">as it comes from the API</a>.</p></noscript>
<p class="summary" id="summary" role="status"></p>
<div class="threads" id="threads"></div>
<p class="none" id="none" hidden>Nothing has been said in public yet.</p>
<div class="trouble" id="trouble" role="alert"></div>
<button type="button" class="primary more" id="more" hidden>Show more</button>
</main>
<footer class="foot"><p>Served by ${pop}. <a href="${api}">The same as data</a></p></footer>`,
  });
};
