import { type Intent, INTENTS, PERSONAL_INTENTS } from "../../../../core/contract/ids.ts";
import type { Note } from "../../../../core/schema/agent-wire.ts";
import type { RoutingContext } from "../../../../core/schema/wire.ts";
import { byId, element, icon } from "../shared/dom.ts";
import { messageHead, wordsOf } from "../shared/message-view.ts";
import type { Shown } from "./selection.ts";

const NAMES: Readonly<Record<Intent, string>> = {
  stock: "Stock",
  "shipping-window": "Shipping",
  returns: "Returns",
  "payment-methods": "Payment",
  eligibility: "Who can buy",
  "was-i-charged": "Charged?",
  "order-held": "On hold?",
  "order-missing": "Missing?",
};

const ORDER_STATES: Readonly<Record<string, string>> = {
  paid: "Paid",
  held: "On hold",
  missing: "Not scanned",
  none: "Not found",
};

const row = (name: string, ...value: readonly (Node | string)[]): HTMLElement[] => [
  element("dt", {}, name),
  element("dd", {}, ...value),
];

const orderRows = ({ order }: RoutingContext): HTMLElement[] =>
  order === null
    ? row("Order", "None named")
    : [
        ...row("Order", element("code", {}, order.orderId), ` ${order.sku}`),
        ...row("State", ORDER_STATES[order.state] ?? order.state),
        ...row("Charged", order.charged ? "Yes" : "No"),
      ];

/** What stands beside a contact: its order, its window, what is right about it, and the desk's notes. */
export class SidePane {
  readonly #side = byId("side", HTMLElement);
  readonly #context = byId("context", HTMLElement);
  readonly #facts = byId("facts", HTMLElement);
  readonly #notes = byId("notes", HTMLElement);
  readonly #insert: (text: string) => void;
  #words = "";

  constructor(insert: (text: string) => void) {
    this.#insert = insert;
  }

  show(shown: Shown | null): void {
    this.#side.hidden = shown === null;
    if (shown === null) return;
    const notes = shown.mine ? shown.contact.notes : [];
    byId("notes-section", HTMLElement).hidden = !shown.mine;
    const words = JSON.stringify([shown.contactId, shown.mine, shown.contact.context, notes]);
    if (words === this.#words) return;
    this.#words = words;
    const { context } = shown.contact;
    this.#context.replaceChildren(...contextParts(context));
    this.#facts.replaceChildren(...(context === null ? [] : this.#factParts(context, shown.mine)));
    this.#notes.replaceChildren(...notes.map(noteView));
  }

  #factParts(context: RoutingContext, mine: boolean): HTMLElement[] {
    return [
      ...this.#group("True of this order", context, (intent) => PERSONAL_INTENTS.includes(intent), mine),
      ...this.#group("True of the drop", context, (intent) => !PERSONAL_INTENTS.includes(intent), mine),
    ];
  }

  #group(title: string, { facts }: RoutingContext, fits: (intent: Intent) => boolean, mine: boolean): HTMLElement[] {
    const rows = INTENTS.flatMap((intent) => {
      const fact = facts[intent];
      return fact === undefined || !fits(intent) ? [] : [this.#fact(NAMES[intent], fact, mine)];
    });
    return rows.length === 0 ? [] : [element("h2", {}, title), element("ul", { class: "answers" }, ...rows)];
  }

  #fact(name: string, fact: string, mine: boolean): HTMLElement {
    const label = element("span", { class: "optional" }, name);
    const words = element("span", {}, label, element("span", { class: "fact-words" }, fact));
    if (!mine) return element("li", {}, words);
    const use = element("button", { type: "button", class: "text-button", "aria-label": `Insert: ${name}` }, "Insert");
    use.addEventListener("click", () => this.#insert(fact));
    return element("li", {}, words, use);
  }
}

const contextParts = (context: RoutingContext | null): HTMLElement[] => {
  if (context === null) return [element("p", { class: "none" }, "No context came with this contact.")];
  const flags = context.riskFlags.map((flag) => element("li", { class: "tag risk" }, icon("flag"), flag));
  const pairs = [
    ...orderRows(context),
    ...row("Order window", context.orderWindow),
    ...row("Partner", context.partner),
  ];
  return [
    ...(flags.length > 0 ? [element("ul", { class: "flags", "aria-label": "Risk flags" }, ...flags)] : []),
    element("dl", { class: "pairs" }, ...pairs),
  ];
};

const noteView = ({ agentId, at, text }: Note): HTMLElement =>
  element("li", { class: "note" }, messageHead(agentId, at), wordsOf(text));
