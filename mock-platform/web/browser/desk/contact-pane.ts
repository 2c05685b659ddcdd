import type { Message } from "../../../../core/schema/wire.ts";
import { Composer } from "../shared/composer.ts";
import { Conversation } from "../shared/conversation.ts";
import { byId, element } from "../shared/dom.ts";
import { dueOf, firstWords, messagesIn, turnOf, waitText } from "./contact-words.ts";
import type { Shown } from "./selection.ts";

const NAMES: Readonly<Record<Message["author"], string>> = {
  customer: "Customer",
  assistant: "Instant answer",
  agent: "Desk",
  system: "",
};
const LONGEST_TITLE = 90;

export interface PaneActs {
  send(contactId: string, text: string): void;
  edit(message: Message): void;
  takeAway(message: Message): void;
}

/** The chosen contact: its conversation, and what can be done with it. Unsent words wait with their contact. */
export class ContactPane {
  readonly #agentId: string;
  readonly #acts: PaneActs;
  readonly #title = byId("contact-title", HTMLElement);
  readonly #state = byId("contact-state", HTMLElement);
  readonly #composer: Composer;
  readonly #drafts = new Map<string, string>();
  conversation: Conversation;
  #shown: Shown | null = null;

  /** Listens until `signal` is aborted. */
  constructor(agentId: string, acts: PaneActs, signal: AbortSignal) {
    this.#agentId = agentId;
    this.#acts = acts;
    const send = (text: string): void => {
      if (this.#shown !== null) acts.send(this.#shown.contactId, text);
    };
    this.#composer = new Composer(byId("composer", HTMLFormElement), "ctrl-enter", send, signal);
    this.conversation = this.#newConversation();
  }

  get shown(): Shown | null {
    return this.#shown;
  }

  hasDraft(): boolean {
    this.#keepDraft();
    return [...this.#drafts.values()].some((text) => text.trim() !== "");
  }

  show(shown: Shown | null, now: number): void {
    const before = this.#shown;
    const isOther = before?.contactId !== shown?.contactId || before?.mine !== shown?.mine;
    if (isOther) this.#keepDraft();
    this.#shown = shown;
    byId("contact-acts", HTMLElement).hidden = shown?.mine !== true;
    byId("claim", HTMLElement).hidden = shown?.mine !== false;
    this.#title.textContent = shown === null ? "No contact chosen" : firstWords(shown).slice(0, LONGEST_TITLE);
    this.tick(now);
    if (isOther) this.#begin(shown);
    if (shown === null) return;
    for (const message of messagesIn(shown)) this.conversation.add(message);
    if (isOther) this.conversation.toEnd();
  }

  tick(now: number): void {
    const shown = this.#shown;
    this.#state.textContent =
      shown === null ? "Choose one from the list; J and K go through it." : stateText(shown, now);
  }

  reply(): void {
    if (this.#shown?.mine === true) this.#composer.focus();
  }

  /** Adds words to what is being written. */
  insert(text: string): void {
    const { draft } = this.#composer;
    this.#composer.draft = draft === "" ? text : `${draft.trimEnd()} ${text}`;
    this.#composer.focus();
  }

  #begin(shown: Shown | null): void {
    this.conversation.clear();
    this.conversation = this.#newConversation();
    this.#composer.enable(shown?.mine === true);
    this.#composer.draft = this.#drafts.get(shown?.contactId ?? "") ?? "";
  }

  #keepDraft(): void {
    if (this.#shown?.mine === true) this.#drafts.set(this.#shown.contactId, this.#composer.draft);
  }

  #newConversation(): Conversation {
    return new Conversation(byId("log", HTMLElement), {
      writer: "agent",
      nameOf: ({ author, agentId }) =>
        author === "agent" ? (agentId === this.#agentId ? "You" : (agentId ?? NAMES.agent)) : NAMES[author],
      actionsFor: (message) => this.#actionsFor(message),
    });
  }

  #actionsFor(message: Message): HTMLElement[] {
    const { author, agentId, moderatedAt, text } = message;
    if (this.#shown?.mine !== true || moderatedAt !== undefined || author === "system") return [];
    const button = (label: string, act: () => void): HTMLElement => {
      const made = element("button", { type: "button", class: "text-button" }, label);
      made.setAttribute("aria-label", `${label}: ${text.slice(0, 60)}`);
      made.addEventListener("click", act);
      return made;
    };
    const away = button("Take away", () => this.#acts.takeAway(message));
    const own = author === "agent" && agentId === this.#agentId;
    return own ? [button("Change", () => this.#acts.edit(message)), away] : [away];
  }
}

const stateText = (shown: Shown, now: number): string => {
  const { lane } = shown.contact;
  if (!shown.mine) {
    const due = dueOf(shown.contact.dueAt, now);
    return [lane, waitText(shown.contact, now), ...(due === null ? [] : [due.text])].join(" · ");
  }
  const turn = turnOf(shown.contact) === "yours" ? "the customer waits for you" : "answered";
  const again = shown.contact.reopens > 0 ? [`reopened ${shown.contact.reopens}×`] : [];
  return [lane, turn, ...again].join(" · ");
};
