import type { Message } from "../../../../core/schema/wire.ts";
import { changeLine } from "./change-words.ts";
import { element } from "./dom.ts";
import { messageView } from "./message-view.ts";

export interface LogOptions {
  /** How the reader of this page calls who speaks. */
  nameOf(message: Message): string;
  /** What the reader may do with a message: buttons under it. */
  actionsFor?(message: Message): readonly HTMLElement[];
}

/** How near to the end a reader must be for the log to follow new messages, in pixels. */
const NEAR_END = 80;

/** The message that a change leaves: its newest wording, and that it was changed. */
export const afterChange = (message: Message, item: Message): Message => {
  const { change } = item;
  if (change === undefined || change.revision <= (message.revision ?? 1)) return message;
  const changed = { ...message, text: item.text, revision: change.revision };
  return change.kind === "edited" ? { ...changed, editedAt: item.at } : { ...changed, moderatedAt: item.at };
};

/** A conversation on a page, message by message; a later wording takes the place of the earlier one. */
export class MessageLog {
  readonly #log: HTMLElement;
  readonly #options: LogOptions;
  readonly #shown = new Map<number, { message: Message; view: HTMLElement }>();

  constructor(log: HTMLElement, options: LogOptions) {
    this.#log = log;
    this.#options = options;
  }

  clear(): void {
    this.#shown.clear();
    this.#log.replaceChildren();
  }

  /** Shows an item of the conversation in the place of `stand`, where there is one, else at the end. */
  put(message: Message, stand?: HTMLElement): void {
    const before = this.#shown.get(message.seq);
    if (before !== undefined) {
      if (before.message.revision !== message.revision) this.#replace(before.message.seq, message);
      return;
    }
    const view = message.change === undefined ? this.#viewOf(message) : this.#change(message, message.change);
    this.#shown.set(message.seq, { message, view });
    if (stand === undefined) this.append(view);
    else stand.replaceWith(view);
  }

  /** Puts a piece of the page's own after the last message. */
  append(piece: HTMLElement, scroll = false): void {
    const { scrollHeight, scrollTop, clientHeight } = this.#log;
    const follows = scroll || scrollHeight - scrollTop - clientHeight < NEAR_END;
    this.#log.append(piece);
    if (follows) this.toEnd();
  }

  toEnd(): void {
    this.#log.scrollTop = this.#log.scrollHeight;
  }

  #change(item: Message, change: NonNullable<Message["change"]>): HTMLElement {
    const changed = this.#shown.get(change.seq);
    if (changed !== undefined) this.#replace(change.seq, afterChange(changed.message, item));
    return element("p", { class: "line" }, changeLine(change));
  }

  #replace(seq: number, message: Message): void {
    const view = this.#viewOf(message);
    this.#shown.get(seq)?.view.replaceWith(view);
    this.#shown.set(seq, { message, view });
  }

  #viewOf(message: Message): HTMLElement {
    const view = messageView(message, this.#options.nameOf(message));
    const actions = this.#options.actionsFor?.(message) ?? [];
    if (actions.length > 0) view.querySelector("header")?.append(element("span", { class: "actions" }, ...actions));
    return view;
  }
}
