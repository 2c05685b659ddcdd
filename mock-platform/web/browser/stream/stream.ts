import type { FastPathResponse } from "../../../../core/schema/wire.ts";
import { hasCrypto } from "../shared/browser-crypto.ts";
import { clientId } from "../shared/client-id.ts";
import { byId, say } from "../shared/dom.ts";
import { wordsFor } from "../shared/problem-words.ts";
import { ServerClock } from "../shared/server-clock.ts";
import { ask } from "./ask.ts";
import { AskForm, type Asked } from "./ask-form.ts";
import { CustomerSession } from "./customer-session.ts";
import { waitingText, watchEvent } from "./event-state.ts";
import { forgetMarks, mark } from "./marks.ts";
import { TalkPanel } from "./talk-panel.ts";

/** `?mark=` in the address goes in front of this page's contact ids: contacts of a rehearsal are marked. */
const MARK = /^[A-Za-z0-9-]{1,40}$/;
const given = new URLSearchParams(location.search).get("mark") ?? "";
const prefix = MARK.test(given) ? given : "";

const event = document.body.dataset["event"] ?? "";
const clock = new ServerClock(() => Date.now());
const notice = byId("notice-text", HTMLElement);
const promise = byId("promise", HTMLElement);
const PROMISE = promise.textContent ?? "";

/** A press that got no answer yet; the same question pressed again is the same contact. */
let attempt: { readonly asked: Asked; readonly session: CustomerSession; readonly clientContactId: string } | null =
  null;

const panel = new TalkPanel(() => {
  attempt = null;
  form.again();
});

const form = new AskForm((asked) => void begin(asked));

const isSame = (one: Asked, other: Asked): boolean =>
  one.text === other.text && one.orderId === other.orderId && one.publish === other.publish;

async function begin(asked: Asked): Promise<void> {
  form.busy(true);
  if (attempt === null || !isSame(attempt.asked, asked)) {
    forgetMarks();
    mark("fp:pressed");
    attempt = { asked, session: await CustomerSession.begin(clock), clientContactId: `${prefix}${clientId()}` };
  }
  const { session, clientContactId } = attempt;
  const shown = notice.textContent ?? "";
  const opened = await ask(session, { ...asked, event, clientContactId, notice: shown });
  if (opened.ok) open(session, opened.value);
  else form.trouble(wordsFor(opened.code));
}

function open(session: CustomerSession, opened: FastPathResponse): void {
  mark("fp:acknowledged");
  attempt = null;
  form.hide();
  panel.open(session, opened);
}

if (hasCrypto()) form.show();
else
  say(
    byId("blocked", HTMLElement),
    "This page came over a connection that is not secure, so your browser makes no key for it. Open it by https to ask support.",
  );

watchEvent(event, clock, (card) => {
  if (card === null) return;
  promise.textContent = [PROMISE, waitingText(card.waiting)].filter((text) => text !== null).join(" ");
  byId("state", HTMLElement).textContent = card.answers === null ? "People answer" : "Instant answers on";
});
