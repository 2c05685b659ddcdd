import type { AgentContact } from "../../../../core/schema/agent-wire.ts";
import type { Message, QueueItem } from "../../../../core/schema/wire.ts";
import { spanText } from "../shared/times.ts";
import type { Shown } from "./selection.ts";

export const messagesIn = (shown: Shown): readonly Message[] =>
  shown.mine ? shown.contact.messages : shown.contact.lastMessages;

const fromCustomer = (shown: Shown): readonly Message[] =>
  messagesIn(shown).filter(({ author, change }) => author === "customer" && change === undefined);

/** Customers have no names here: in the list their last words stand for them. */
export const lastWords = (shown: Shown): string => fromCustomer(shown).at(-1)?.text ?? "No words yet";

/** What the matter is, as far as it can be seen: the words that it began with. */
export const firstWords = (shown: Shown): string => fromCustomer(shown)[0]?.text ?? "No words yet";

/** How urgent a due time is: `soon` in its last quarter of a minute. */
export type Urgency = "calm" | "soon" | "over";

export interface Due {
  readonly text: string;
  readonly urgency: Urgency;
}

const SOON_MS = 15_000;

/** When a person's reply is due, seen from `now`; null where the desk has promised none. */
export const dueOf = (dueAt: number | null | undefined, now: number): Due | null => {
  if (dueAt === null || dueAt === undefined) return null;
  const left = dueAt - now;
  if (left < 0) return { text: `${spanText(-left)} over`, urgency: "over" };
  return { text: `due in ${spanText(left)}`, urgency: left < SOON_MS ? "soon" : "calm" };
};

export const waitText = ({ waitingSince }: Pick<QueueItem, "waitingSince">, now: number): string =>
  `waits ${spanText(now - waitingSince)}`;

/** Whose turn it is in a contact of one's own. */
export const turnOf = ({ state }: Pick<AgentContact, "state">): "yours" | "theirs" =>
  state === "answered" ? "theirs" : "yours";
