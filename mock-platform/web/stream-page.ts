import { type Html, html } from "../../core/text/html.ts";
import type { EventCard } from "../../core/schema/event-card.ts";
import { CONSENT_NOTICE } from "../consent/notice.ts";
import { eventTitle } from "./event-title.ts";
import { type IconName, icon } from "./icons.ts";
import { pageFrame } from "./page-frame.ts";
import type { WebAssets } from "./web-assets.ts";

export interface StreamPage {
  readonly card: EventCard;
  readonly pop: string;
  /** The island's answers, as approved; empty when there is no valid island. */
  readonly answers: readonly { readonly intent: string; readonly answer: string }[];
  readonly assets: WebAssets;
}

/** What a customer would ask, in the order of the page. */
const QUICK: readonly (readonly [intent: string, question: string])[] = [
  ["shipping-window", "When will it arrive?"],
  ["stock", "Is there anything left, will there be more?"],
  ["returns", "Can I send something back?"],
  ["payment-methods", "How can I pay?"],
  ["eligibility", "Who can buy, and how much?"],
];

const EXAMPLES: readonly string[] = ["When will it arrive?", "Was I charged twice?", "Is my order held?"];

const fact = (name: IconName, label: string, value: string | undefined): Html | null =>
  value === undefined ? null : html`<div class="fact">${icon(name)}<dt>${label}</dt><dd>${value}</dd></div>`;

const drop = ({ card }: StreamPage): Html => {
  const { facts } = card;
  return html`<section class="drop" aria-labelledby="drop-title">
<p class="eyebrow"><span class="dot" aria-hidden="true"></span>Live now</p>
<h1 class="title" id="drop-title">${eventTitle(card.event)}</h1>
<p class="lead">${facts["stock"] ?? `${card.items} pieces`}</p>
<dl class="facts">
${fact("calendar", "Arrives", facts["shipping-window"])}
${fact("person", "Each person", facts["eligibility"])}
${fact("back", "Returns", facts["returns"])}
${fact("card", "Pay with", facts["payment-methods"])}
</dl>
</section>`;
};

const quickAnswers = ({ card, answers }: StreamPage): Html | null => {
  const shown = QUICK.flatMap(([intent, question]) => {
    const found = answers.find((one) => one.intent === intent);
    return found === undefined ? [] : [html`<details><summary>${question}</summary><p>${found.answer}</p></details>`];
  });
  if (shown.length === 0 || card.answers === null) return null;
  const { version, approvedBy, keyId } = card.answers;
  return html`<section class="quick" aria-labelledby="quick-title">
<h2 id="quick-title">Asked most</h2>
<div class="quick-list">${shown}</div>
<p class="source">${icon("shield")}<span>Signed answers, version ${version}, approved by ${approvedBy}. <span class="key">Key <code>${keyId.slice(0, 12)}</code></span></span></p>
</section>`;
};

const askForm = (): Html => html`<form class="ask" id="ask" novalidate hidden>
<div class="field">
<label for="question">Your question</label>
<textarea id="question" name="question" rows="3" maxlength="4000" required aria-describedby="question-fault" placeholder="Ask in your own words"></textarea>
<p class="fault" id="question-fault" hidden></p>
</div>
<ul class="examples" aria-label="Examples; press one to use it">${EXAMPLES.map(
  (example) => html`<li><button type="button" class="chip" data-example>${example}</button></li>`,
)}</ul>
<div class="field">
<label for="order">Order number <span class="optional">optional</span></label>
<input id="order" name="order" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="64" placeholder="D104233" aria-describedby="order-help order-fault">
<p class="help" id="order-help">Only needed for a question about one order.</p>
<p class="fault" id="order-fault" hidden></p>
</div>
<label class="choice"><input type="checkbox" id="publish" name="publish"><span>Show my question in the public transcript <span class="optional">Only a general one; orders and personal matters never are.</span></span></label>
<p class="notice" id="notice">${icon("shield")}<span id="notice-text">${CONSENT_NOTICE}</span></p>
<button class="primary" type="submit" id="ask-button" aria-describedby="notice-text">Ask support</button>
<div class="trouble" id="ask-trouble" role="alert"></div>
</form>`;

const talk = (): Html => html`<div class="talk" id="talk" hidden>
<div class="log" id="log" role="log" aria-live="polite" aria-label="Conversation" tabindex="0"></div>
<p class="waiting" id="waiting" hidden></p>
<p class="status" id="delivery" role="status"></p>
<form class="composer" id="composer" novalidate>
<label class="unseen" for="follow-up">Write to support</label>
<textarea id="follow-up" rows="1" maxlength="4000" placeholder="Write to support"></textarea>
<button class="send" type="submit">${icon("send")}<span class="unseen">Send</span></button>
</form>
</div>`;

const support = (): Html => html`<section class="support" aria-labelledby="support-title">
<header class="support-head">
<div><h2 id="support-title">Ask support</h2>
<p class="promise" id="promise">Most questions are answered at once. For the rest, a person replies here.</p></div>
<button type="button" class="quiet" id="withdraw" hidden>Withdraw consent</button>
</header>
<noscript><p class="noscript">Scripts are off in this browser. The one button makes a key that stays in this page, and live replies come through it: both need scripts. The answers asked most stand beside this.</p></noscript>
<p class="fault blocked" id="blocked" hidden></p>
${askForm()}
${talk()}
<div class="ended" id="ended" tabindex="-1" hidden></div>
<details class="receipt" id="receipt" hidden><summary>Your receipt</summary><dl id="receipt-facts"></dl></details>
</section>`;

/** The stream page of one event at one PoP: what is dropping, the answers asked most, and the one button. */
export const streamPage = (page: StreamPage): string =>
  pageFrame({
    page: "stream",
    title: `${eventTitle(page.card.event)}: ask support`,
    assets: page.assets,
    data: { event: page.card.event },
    body: html`<header class="bar">
<p class="brand"><span class="mark" aria-hidden="true"></span>Live support</p>
<p class="state" id="state">${page.card.answers === null ? "People answer" : "Instant answers on"}</p>
</header>
<main id="main" class="stage">
${drop(page)}
${support()}
${quickAnswers(page)}
</main>
<footer class="foot"><p>Served by ${page.pop}. <a href="/events/${page.card.event}/transcript">Public transcript</a></p></footer>`,
  });
