import type { Intent } from "../../../../core/contract/ids.ts";
import type { TranscriptLine } from "../../../../core/schema/transcript-wire.ts";
import { reasonText } from "../shared/change-words.ts";
import { element, icon } from "../shared/dom.ts";
import { messageHead, sourceOf, wordsOf } from "../shared/message-view.ts";
import { clockTime } from "../shared/times.ts";
import { isClosed, type Thread } from "./threads.ts";
import { withheldText } from "./withheld-words.ts";

const AUTHORS: Readonly<Record<TranscriptLine["author"], string>> = {
  customer: "Customer",
  assistant: "Instant answer",
  agent: "Support",
  system: "",
};

const TOPICS: Readonly<Record<Intent, string>> = {
  stock: "What is left",
  "shipping-window": "Shipping",
  returns: "Returns",
  "payment-methods": "Payment",
  eligibility: "Who can buy",
  "was-i-charged": "A charge",
  "order-held": "An order on hold",
  "order-missing": "A missing order",
};

const marksOf = ({ editedAt, moderatedAt, reason, revision }: TranscriptLine): HTMLElement[] => {
  const why = reason === null ? "" : ` ${reasonText(reason)}`;
  if (moderatedAt !== null)
    return [element("p", { class: "change" }, icon("cross"), `Taken away at ${clockTime(moderatedAt)}${why}.`)];
  if (editedAt === null) return [];
  const which = revision > 2 ? `, ${revision - 1} times` : "";
  return [element("p", { class: "change" }, icon("pencil"), `Changed at ${clockTime(editedAt)}${which}${why}.`)];
};

const lineView = (line: TranscriptLine): HTMLElement => {
  const { author, at, text, withheld, island, attachments } = line;
  const view = element("article", { class: `message from-${author}${text === null ? " empty" : ""}` });
  if (author !== "system") view.append(messageHead(AUTHORS[author], at));
  else view.append(icon("person"));
  if (text !== null) view.append(wordsOf(text));
  else if (withheld !== null) view.append(element("p", { class: "withheld" }, withheldText(withheld)));
  if (text !== null && island !== null) view.append(sourceOf(island));
  if (attachments > 0) view.append(element("p", { class: "change" }, `${attachments} file(s), not shown`));
  view.append(...marksOf(line));
  return view;
};

const closedView = ({ lines }: Thread): HTMLElement => {
  const count = lines.length === 1 ? "1 message" : `${lines.length} messages`;
  const why = lines.find(({ withheld }) => withheld !== null)?.withheld ?? "personal";
  const words = why === "withdrawn" ? "The customer took the consent back" : "A personal matter";
  return element(
    "p",
    {},
    element("span", {}, `${words}: ${count}, not shown`),
    element("time", {}, clockTime(lines[0]?.at ?? 0)),
  );
};

const titleOf = ({ lines }: Thread): string => {
  const topic = lines.find((line) => line.topic !== null)?.topic ?? null;
  return topic === null ? "A question" : TOPICS[topic];
};

/** One conversation; one of which nothing may be read is a single line. */
export const threadView = (thread: Thread): HTMLElement => {
  const id = `thread-${thread.id}`;
  if (isClosed(thread)) return element("article", { class: "thread closed", id: id }, closedView(thread));
  const title = element("h2", {}, titleOf(thread));
  const time = element("time", {}, clockTime(thread.lines[0]?.at ?? 0));
  const view = element("article", { class: "thread", id: id });
  view.append(element("header", { class: "thread-head" }, title, time), ...thread.lines.map(lineView));
  return view;
};
