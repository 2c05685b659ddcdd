import type { Message } from "../../../../core/schema/wire.ts";
import { element } from "../shared/dom.ts";
import { head, messageView, type Names, wordsOf } from "../shared/message-view.ts";

const NAMES: Names = { customer: "You", assistant: "Instant answer", agent: "Support", system: "" };

/** How near to the end a reader must be for the log to follow new messages, in pixels. */
const NEAR_END = 80;

/** The log of one conversation. What the customer writes stands there at once, and is confirmed when it is in. */
export class Conversation {
  readonly #log: HTMLElement;
  readonly #pending = new Map<string, HTMLElement>();

  constructor(log: HTMLElement) {
    this.#log = log;
  }

  clear(): void {
    this.#pending.clear();
    this.#log.replaceChildren();
  }

  /** Puts a message in; the customer's own takes the place of the one that was on its way. */
  add(message: Message): void {
    const view = messageView(message, NAMES);
    const { clientMessageId } = message;
    const before = clientMessageId === undefined ? undefined : this.#pending.get(clientMessageId);
    if (before === undefined) this.#append(view);
    else before.replaceWith(view);
    if (clientMessageId !== undefined) this.#pending.delete(clientMessageId);
  }

  /** A message on its way: "Sending…", and when it failed a way to try again. */
  addPending(clientMessageId: string, text: string, at: number): void {
    const view = element("article", { class: "message from-customer pending" }, head("You", at), wordsOf(text));
    view.append(element("p", { class: "progress" }, "Sending…"));
    this.#pending.set(clientMessageId, view);
    this.#append(view, true);
  }

  fail(clientMessageId: string, why: string, again: () => void): void {
    const progress = this.#pending.get(clientMessageId)?.querySelector(".progress");
    if (progress === null || progress === undefined) return;
    const retry = element("button", { type: "button", class: "text-button" }, "Try again");
    retry.addEventListener("click", () => {
      progress.replaceChildren("Sending…");
      again();
    });
    progress.replaceChildren(`Not sent. ${why} `, retry);
  }

  /** A line of the page's own, between the messages. */
  addLine(text: string): void {
    this.#append(element("p", { class: "line" }, text));
  }

  /** A piece of the page, such as a question to the customer, after the last message. */
  addPiece(piece: HTMLElement): void {
    this.#append(piece);
  }

  #append(view: HTMLElement, always = false): void {
    const { scrollHeight, scrollTop, clientHeight } = this.#log;
    const follows = always || scrollHeight - scrollTop - clientHeight < NEAR_END;
    this.#log.append(view);
    if (follows) this.#log.scrollTop = this.#log.scrollHeight;
  }
}
