import type { FastPathResponse, Message } from "../../../../core/schema/wire.ts";
import { Composer } from "../shared/composer.ts";
import { Conversation } from "../shared/conversation.ts";
import { byId, element } from "../shared/dom.ts";
import { wordsFor } from "../shared/problem-words.ts";
import { spanText } from "../shared/times.ts";
import type { CustomerSession } from "./customer-session.ts";
import type { Delivery } from "./follow.ts";
import { receiptRows } from "./receipt.ts";
import { Talk } from "./talk.ts";

const NAMES: Readonly<Record<Message["author"], string>> = {
  customer: "You",
  assistant: "Instant answer",
  agent: "Support",
  system: "",
};

const DELIVERY: Readonly<Record<Delivery, string>> = {
  live: "Connected: replies appear here by themselves.",
  polling: "Connected another way: replies may take a moment longer.",
  lost: "Connection lost. Trying again; nothing is lost.",
};

const ENDINGS: Readonly<Record<string, readonly [title: string, text: string]>> = {
  withdrawn: [
    "Consent withdrawn",
    "This conversation has ended, and nothing more of it is used. If you were waiting for a person, you no longer are.",
  ],
  "token-expired": ["This conversation has run out", "Your consent was given for a limited time. Ask again to go on."],
};

/** The support panel from the answered press to the end of the conversation. */
export class TalkPanel {
  readonly #panel = byId("talk", HTMLElement);
  readonly #ended = byId("ended", HTMLElement);
  readonly #withdraw = byId("withdraw", HTMLButtonElement);
  readonly #delivery = byId("delivery", HTMLElement);
  readonly #waiting = byId("waiting", HTMLElement);
  readonly #receipt = byId("receipt", HTMLDetailsElement);
  readonly #conversation = new Conversation(byId("log", HTMLElement), {
    writer: "customer",
    nameOf: ({ author }) => NAMES[author],
  });
  readonly #composer: Composer;
  readonly #askAgain: () => void;
  #talk: Talk | null = null;
  #waitingSince: number | null = null;

  constructor(askAgain: () => void) {
    this.#askAgain = askAgain;
    this.#composer = new Composer(byId("composer", HTMLFormElement), "enter", (text) => this.#talk?.say(text));
    this.#withdraw.addEventListener("click", () => void this.#takeBack());
    addEventListener("beforeunload", (event) => {
      // The key ends with the page: who waits for a person is asked before that.
      if (this.#waitingSince !== null) event.preventDefault();
    });
    setInterval(() => this.#tick(), 1000);
  }

  open(session: CustomerSession, opened: FastPathResponse): void {
    this.#conversation.clear();
    this.#ended.hidden = true;
    this.#panel.hidden = false;
    this.#withdraw.hidden = false;
    this.#withdraw.disabled = false;
    this.#composer.enable(true);
    document.body.classList.add("talking");
    byId("receipt-facts", HTMLElement).replaceChildren(...receiptRows(opened));
    this.#receipt.hidden = false;
    this.#talk = new Talk(session, opened, this.#conversation, {
      onDelivery: (delivery) => this.#tell(delivery),
      onWaiting: (since) => this.#wait(since),
      onEnd: (code) => this.#end(code),
    });
    this.#talk.start();
    byId("support-title", HTMLElement).textContent = "Conversation";
    byId("log", HTMLElement).focus({ preventScroll: true });
    // On a narrow screen the conversation stands where the form was not: at the top.
    if (matchMedia("(max-width: 60rem)").matches) scrollTo({ top: 0 });
  }

  async #takeBack(): Promise<void> {
    if (this.#talk === null) return;
    this.#withdraw.disabled = true;
    const trouble = await this.#talk.withdraw();
    if (trouble === null) return this.#end("withdrawn");
    this.#withdraw.disabled = false;
    this.#delivery.textContent = `Your consent is not withdrawn yet. ${wordsFor(trouble)}`;
  }

  #end(code: string): void {
    const [title, text] = ENDINGS[code === "consent-withdrawn" ? "withdrawn" : code] ?? [
      "This conversation has ended",
      wordsFor(code),
    ];
    this.#talk?.stop();
    this.#talk = null;
    this.#wait(null);
    this.#composer.enable(false);
    this.#withdraw.hidden = true;
    this.#delivery.textContent = "";
    this.#delivery.className = "status";
    const again = element("button", { type: "button", class: "primary" }, "Ask another question");
    again.addEventListener("click", () => this.#close());
    this.#ended.replaceChildren(element("h3", {}, title), element("p", {}, text), again);
    this.#ended.hidden = false;
    this.#ended.focus();
  }

  #close(): void {
    this.#panel.hidden = true;
    this.#ended.hidden = true;
    this.#receipt.hidden = true;
    this.#receipt.open = false;
    this.#conversation.clear();
    document.body.classList.remove("talking");
    byId("support-title", HTMLElement).textContent = "Ask support";
    this.#askAgain();
  }

  #tell(delivery: Delivery): void {
    this.#delivery.textContent = DELIVERY[delivery];
    this.#delivery.className = `status ${delivery}`;
  }

  #wait(since: number | null): void {
    this.#waitingSince = since;
    this.#waiting.hidden = since === null;
    this.#tick();
  }

  #tick(): void {
    if (this.#waitingSince === null) return;
    this.#waiting.textContent = `Waiting for a person, ${spanText(Date.now() - this.#waitingSince)} so far.`;
  }
}
