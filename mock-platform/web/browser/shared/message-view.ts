import type { Message } from "../../../../core/schema/wire.ts";
import { element, icon } from "./dom.ts";
import { clockTime } from "./times.ts";

/** Longer texts are folded: a flood of signs must not push the conversation away. */
const FOLD_CHARACTERS = 900;
const FOLD_LINES = 16;

const isLong = (text: string): boolean =>
  text.length > FOLD_CHARACTERS || text.split("\n", FOLD_LINES + 1).length > FOLD_LINES;

/**
 * The words of a message as they came, as text and nothing else: markup stays letters, and a text that runs the other
 * way turns nothing beside it.
 */
export const wordsOf = (text: string): HTMLElement => {
  const words = element("p", { class: "words", dir: "auto" }, text);
  if (!isLong(text)) return words;
  words.classList.add("folded");
  const more = element("button", { type: "button", class: "text-button", "aria-expanded": "false" }, "Show all");
  more.addEventListener("click", () => {
    const folded = words.classList.toggle("folded");
    more.textContent = folded ? "Show all" : "Show less";
    more.setAttribute("aria-expanded", String(!folded));
  });
  return element("div", { class: "long" }, words, more);
};

export const messageHead = (name: string, at: number): HTMLElement =>
  element(
    "header",
    {},
    element("span", { class: "who" }, name),
    element("time", { datetime: new Date(at).toISOString() }, clockTime(at)),
  );

/** Where an instant answer comes from: the signed island, its version and its key. */
export const sourceOf = (island: NonNullable<Message["island"]>): HTMLElement =>
  element(
    "p",
    { class: "source" },
    icon("shield"),
    element(
      "span",
      {},
      `Signed answer of this event, version ${island.version}. `,
      element("span", { class: "key" }, "Key ", element("code", {}, island.keyId.slice(0, 12))),
    ),
  );

const changeMark = ({ editedAt, moderatedAt }: Message): HTMLElement[] => {
  if (moderatedAt !== undefined) return [element("p", { class: "change" }, `Taken away ${clockTime(moderatedAt)}`)];
  return editedAt === undefined ? [] : [element("p", { class: "change" }, `Changed ${clockTime(editedAt)}`)];
};

/** One message of a conversation, said by `name`. System lines stand apart: nobody says them. */
export const messageView = (message: Message, name: string): HTMLElement => {
  const { author, text, at, island, moderatedAt } = message;
  const view = element("article", { class: `message from-${author}` });
  if (author === "system") view.append(icon("person"), wordsOf(text));
  else view.append(messageHead(name, at), wordsOf(text));
  if (moderatedAt !== undefined) view.classList.add("moderated");
  if (island !== undefined) view.append(sourceOf(island));
  view.append(...changeMark(message));
  return view;
};
