import { LANES } from "../../core/contract/ids.ts";
import { CHANGE_REASONS } from "../../core/schema/message-wire.ts";
import { type Html, html } from "../../core/text/html.ts";
import { icon } from "./icons.ts";
import { pageFrame } from "./page-frame.ts";
import type { WebAssets } from "./web-assets.ts";

const KEYS: readonly (readonly [keys: readonly string[], does: string])[] = [
  [["J", "K"], "next, previous contact"],
  [["Enter"], "claim the waiting contact; write in your own"],
  [["R"], "reply"],
  [["Ctrl", "Enter"], "send"],
  [["E"], "resolve"],
  [["T"], "transfer"],
  [["N"], "note"],
  [["Esc"], "leave a field"],
  [["?"], "this help"],
];

const REASON_NAMES: Readonly<Record<(typeof CHANGE_REASONS)[number], string>> = {
  correction: "Correction",
  clarity: "Clearer wording",
  "wrong-information": "Wrong information",
  "personal-data": "Personal data",
  abuse: "Abuse",
  spam: "Spam",
  legal: "Legal reason",
};

const bar = (): Html => html`<header class="bar">
<p class="brand"><span class="mark" aria-hidden="true"></span>Desk</p>
<div class="shift" id="shift" hidden>
<p class="delivery" id="delivery" role="status"></p>
<p class="slots" id="slots"></p>
<label class="unseen" for="presence">Your shift</label>
<select id="presence"><option value="available">Available</option><option value="break">On a break</option><option value="off">End shift</option></select>
<button type="button" class="quiet" id="help-button" aria-keyshortcuts="?">${icon("keyboard")}<span>Keys</span></button>
</div>
</header>`;

const signIn = (): Html => html`<form class="sign-in" id="sign-in" novalidate hidden>
<h1>Begin your shift</h1>
<p class="promise">The key is kept in this page only, and gone when you close it. What you hold stays yours.</p>
<div class="field"><label for="agent">Your name at the desk</label>
<input id="agent" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="64" required placeholder="ann"></div>
<div class="field"><label for="bearer">Key of the desk</label>
<input id="bearer" type="password" autocomplete="off" required></div>
<div class="field"><label for="most">Chats at once</label>
<input id="most" type="number" inputmode="numeric" min="1" max="20" value="3" required></div>
<fieldset class="field lanes"><legend>Lanes</legend>${LANES.map(
  (lane) =>
    html`<label class="choice"><input type="checkbox" name="lane" value="${lane}"${lane === "solo" ? null : html` checked`}><span>${lane}</span></label>`,
)}</fieldset>
<div class="trouble" id="sign-in-trouble" role="alert"></div>
<button type="submit" class="primary" id="sign-in-button">Begin shift</button>
</form>`;

const list = (): Html => html`<nav class="work-list" aria-label="Contacts">
<h2>Yours <span class="count" id="mine-count"></span></h2>
<ul id="mine"></ul>
<p class="none" id="mine-none">You hold no contact.</p>
<h2 id="waiting-title">Waiting <span class="count" id="waiting-count"></span></h2>
<ul id="waiting"></ul>
<p class="none" id="waiting-none">Nobody waits.</p>
</nav>`;

const contact = (): Html => html`<section class="contact" id="contact" aria-labelledby="contact-title">
<header class="contact-head">
<button type="button" class="quiet back" id="back">${icon("back")}<span>List</span></button>
<div class="contact-name"><h2 id="contact-title" tabindex="-1">No contact chosen</h2><p id="contact-state"></p></div>
<div class="contact-acts" id="contact-acts" hidden>
<button type="button" class="quiet" id="transfer" aria-keyshortcuts="t">Transfer</button>
<button type="button" class="quiet" id="release">Give back</button>
<button type="button" class="quiet strong" id="resolve" aria-keyshortcuts="e">Resolve</button>
</div>
</header>
<div class="log" id="log" role="log" aria-live="polite" aria-label="Conversation" tabindex="0"></div>
<div class="claim" id="claim" hidden><button type="button" class="primary" id="claim-button" aria-keyshortcuts="Enter">Claim this contact</button></div>
<form class="composer" id="composer" novalidate hidden>
<label class="unseen" for="reply">Reply</label>
<textarea id="reply" rows="2" maxlength="4000" placeholder="Reply. Ctrl+Enter sends" aria-keyshortcuts="r"></textarea>
<button class="send" type="submit">${icon("send")}<span class="unseen">Send</span></button>
</form>
<div class="trouble" id="trouble" role="alert"></div>
</section>`;

const side = (): Html => html`<aside class="side" id="side" aria-label="About this contact" tabindex="0" hidden>
<section aria-labelledby="context-title"><h2 id="context-title">Context</h2><div id="context"></div></section>
<section class="notes" id="notes-section" aria-labelledby="notes-title"><h2 id="notes-title">Notes <span class="optional">only the desk sees them</span></h2>
<ul id="notes"></ul>
<form id="note-form" novalidate><label class="unseen" for="note">New note</label><textarea id="note" rows="2" maxlength="4000" placeholder="New note" aria-keyshortcuts="n"></textarea><button type="submit" class="quiet">Add note</button></form>
</section>
<div id="facts"></div>
</aside>`;

const reasons =
  (): Html => html`<div class="field"><label for="change-reason">Reason, shown to the customer and in public</label>
<select id="change-reason" required><option value="">Choose one</option>${CHANGE_REASONS.map(
    (reason) => html`<option value="${reason}">${REASON_NAMES[reason]}</option>`,
  )}</select></div>`;

const dialogs = (): Html => html`<dialog id="help" aria-labelledby="help-title"><h2 id="help-title">Keys</h2>
<dl class="keys">${KEYS.map(
  ([keys, does]) => html`<div><dt>${keys.map((key) => html`<kbd>${key}</kbd>`)}</dt><dd>${does}</dd></div>`,
)}</dl><form method="dialog"><button class="primary">Close</button></form></dialog>
<dialog id="transfer-dialog" aria-labelledby="transfer-title"><form id="transfer-form" novalidate><h2 id="transfer-title">Transfer</h2>
<p class="promise">It keeps its place: who has waited goes on waiting from the same moment.</p>
<div class="field"><label for="transfer-lane">To the lane</label><select id="transfer-lane">${LANES.map((lane) => html`<option>${lane}</option>`)}</select></div>
<div class="field"><label for="transfer-group">To a group <span class="optional">optional</span></label><select id="transfer-group"><option value="">Anyone of the lane</option></select></div>
<div class="field"><label for="transfer-reason">Reason, for the next agent</label><textarea id="transfer-reason" rows="2" maxlength="500" required></textarea></div>
<div class="trouble" role="alert"></div>
<div class="row"><button type="submit" class="primary">Transfer</button><button type="button" class="quiet" data-close>Cancel</button></div></form></dialog>
<dialog id="change-dialog" aria-labelledby="change-title"><form id="change-form" novalidate><h2 id="change-title">Change a message</h2>
<div class="field" id="change-text-field"><label for="change-text">New wording</label><textarea id="change-text" rows="4" maxlength="4000"></textarea></div>
${reasons()}
<div class="trouble" role="alert"></div>
<div class="row"><button type="submit" class="primary" id="change-button">Change it</button><button type="button" class="quiet" data-close>Cancel</button></div></form></dialog>`;

/** The agents' desk at the origin: the page holds no data of its own, and shows none before the key is given. */
export const deskPage = (assets: WebAssets): string =>
  pageFrame({
    page: "desk",
    title: "Desk",
    assets,
    data: {},
    body: html`${bar()}
<main id="main">
<noscript><p class="noscript">Scripts are off in this browser. The desk is live, and needs them.</p></noscript>
${signIn()}
<div class="panes" id="panes" hidden><h1 class="unseen">Desk</h1>
${list()}
${contact()}
${side()}
</div>
</main>
${dialogs()}`,
  });
