import type { AgentBoard } from "../../../../core/schema/agent-board.ts";
import { byId, element, icon } from "../shared/dom.ts";
import { dueOf, lastWords, messagesIn, turnOf, waitText } from "./contact-words.ts";
import { type Shown, shownOn } from "./selection.ts";

const LONGEST_TITLE = 140;

/** The list of contacts: one's own, and those that wait. Rows stay in place while their words change. */
export class WorkList {
  readonly #mine = byId("mine", HTMLElement);
  readonly #waiting = byId("waiting", HTMLElement);
  readonly #rows = new Map<string, HTMLButtonElement>();
  /** `seq` of the customer's last message that was before the agent's eyes, by contact. */
  readonly #seen = new Map<string, number>();
  readonly #choose: (contactId: string) => void;
  #all: readonly Shown[] = [];
  #chosen: string | null = null;
  /** Lanes among what is shown: one alone needs no mention. */
  #lanes = 1;

  constructor(choose: (contactId: string) => void) {
    this.#choose = choose;
    this.#mine.replaceChildren();
    this.#waiting.replaceChildren();
  }

  show(board: AgentBoard, chosen: string | null, now: number): void {
    this.#all = shownOn(board);
    this.#chosen = chosen;
    this.#lanes = new Set(this.#all.map(({ contact }) => contact.lane)).size;
    const ids = new Set(this.#all.map(({ contactId }) => contactId));
    for (const [contactId, row] of this.#rows) {
      if (ids.has(contactId)) continue;
      row.parentElement?.remove();
      this.#rows.delete(contactId);
      this.#seen.delete(contactId);
    }
    this.#place(
      this.#mine,
      this.#all.filter(({ mine }) => mine),
      now,
    );
    this.#place(
      this.#waiting,
      this.#all.filter(({ mine }) => !mine),
      now,
    );
    byId("mine-count", HTMLElement).textContent = `${board.held.length} of ${board.presence.slots}`;
    byId("waiting-count", HTMLElement).textContent = String(board.depth);
    byId("mine-none", HTMLElement).hidden = board.held.length > 0;
    byId("waiting-none", HTMLElement).hidden = board.waiting.length > 0;
  }

  /** Waiting times go on between the boards. */
  tick(now: number): void {
    for (const shown of this.#all) {
      const row = this.#rows.get(shown.contactId);
      if (row !== undefined) this.#fill(row, shown, now);
    }
  }

  focus(contactId: string): void {
    this.#rows.get(contactId)?.focus();
  }

  #place(list: HTMLElement, shown: readonly Shown[], now: number): void {
    for (const [at, one] of shown.entries()) {
      const row = this.#rows.get(one.contactId) ?? this.#newRow(one.contactId);
      this.#fill(row, one, now);
      const item = row.parentElement;
      if (item !== null && list.children[at] !== item) list.insertBefore(item, list.children[at] ?? null);
    }
  }

  #newRow(contactId: string): HTMLButtonElement {
    const row = element("button", { type: "button", class: "row-button" });
    row.addEventListener("click", () => this.#choose(contactId));
    element("li", {}, row);
    this.#rows.set(contactId, row);
    return row;
  }

  #fill(row: HTMLButtonElement, shown: Shown, now: number): void {
    const last = messagesIn(shown).findLast(({ author }) => author === "customer")?.seq ?? 0;
    const isChosen = shown.contactId === this.#chosen;
    // What was answered before this page was opened has been read.
    const isRead = isChosen || (shown.mine && turnOf(shown.contact) === "theirs");
    if (isRead) this.#seen.set(shown.contactId, last);
    const unread = shown.mine && last > (this.#seen.get(shown.contactId) ?? 0);
    const parts = rowParts(shown, { unread, lane: this.#lanes > 1 }, now);
    // The same words again would only disturb who reads them aloud.
    const words = JSON.stringify(parts.map(({ textContent, className }) => [textContent, className]));
    if (row.dataset["words"] !== words) {
      row.dataset["words"] = words;
      row.replaceChildren(...parts);
    }
    if (isChosen) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
}

const rowParts = (shown: Shown, marks: { unread: boolean; lane: boolean }, now: number): HTMLElement[] => {
  const { contact } = shown;
  const title = element("span", { class: "row-title", dir: "auto" }, lastWords(shown).slice(0, LONGEST_TITLE));
  const due = dueOf(contact.dueAt, now);
  const when = shown.mine
    ? element(
        "span",
        { class: `tag ${turnOf(shown.contact)}` },
        turnOf(shown.contact) === "yours" ? "your turn" : "answered",
      )
    : element("span", { class: "row-wait" }, waitText(shown.contact, now));
  const order = contact.context?.order?.orderId;
  const flags = contact.context?.riskFlags ?? [];
  const facts = element("span", { class: "row-facts" }, when);
  if (!shown.mine && due !== null) facts.append(element("span", { class: `tag ${due.urgency}` }, due.text));
  if (marks.lane) facts.append(element("span", { class: "tag" }, contact.lane));
  if (order !== undefined) facts.append(element("span", { class: "tag" }, order));
  if (flags.length > 0) {
    const label = flags.length === 1 ? "1 risk flag" : `${flags.length} risk flags`;
    facts.append(element("span", { class: "tag risk" }, icon("flag"), element("span", {}, label)));
  }
  if (!marks.unread) return [title, facts];
  return [element("span", { class: "unread" }, element("span", { class: "unseen" }, "New message. ")), title, facts];
};
