import type { Message } from "../../../../core/schema/wire.ts";
import { element } from "./dom.ts";
import { type LogOptions, MessageLog } from "./message-log.ts";
import { messageHead, wordsOf } from "./message-view.ts";

export interface ConversationOptions extends LogOptions {
  /** Whose page it is: what they write stands there at once. */
  readonly writer: "customer" | "agent";
}

/** A conversation with somebody who writes in it. What they write is confirmed when it is in. */
export class Conversation {
  readonly #log: MessageLog;
  readonly #writer: ConversationOptions["writer"];
  readonly #pending = new Map<string, HTMLElement>();

  constructor(log: HTMLElement, options: ConversationOptions) {
    this.#log = new MessageLog(log, options);
    this.#writer = options.writer;
  }

  clear(): void {
    this.#pending.clear();
    this.#log.clear();
  }

  /** Puts a message in; the writer's own takes the place of the one that was on its way. */
  add(message: Message): void {
    const id = message.clientMessageId ?? "";
    this.#log.put(message, this.#pending.get(id));
    this.#pending.delete(id);
  }

  /** A message on its way: "Sending…", and when it failed a way to try again. */
  addPending(clientMessageId: string, text: string, at: number): void {
    const view = element("article", { class: `message from-${this.#writer} pending` });
    view.append(messageHead("You", at), wordsOf(text), element("p", { class: "progress" }, "Sending…"));
    this.#pending.set(clientMessageId, view);
    this.#log.append(view, true);
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
    this.#log.append(element("p", { class: "line" }, text));
  }

  /** A piece of the page, such as a question to the customer, after the last message. */
  addPiece(piece: HTMLElement): void {
    this.#log.append(piece);
  }

  toEnd(): void {
    this.#log.toEnd();
  }
}
