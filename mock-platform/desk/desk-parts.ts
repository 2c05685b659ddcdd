import type { Clock } from "../../core/contract/ports.ts";
import type { Message } from "../../core/schema/wire.ts";
import type { Defects } from "../defects.ts";
import type { Act, Ledger } from "../event-log/ledger.ts";
import { Problem } from "../http/problems.ts";
import type { Relay } from "../relay/relay.ts";
import type { NewId } from "../runtime/ids.ts";
import type { KeyedLock } from "../runtime/keyed-lock.ts";
import type { AgentRoster, Seat } from "./agent-roster.ts";
import type { Contact } from "./contact.ts";
import type { ContactBook } from "./contact-book.ts";
import { type ContactEvent, stateAfter } from "./contact-states.ts";
import type { LaneQueue } from "./lane-queue.ts";

/** What the desk's commands share. Each takes its contact alone, decides on what the log says, and logs first. */
export interface DeskParts {
  readonly defects: Defects;
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly book: ContactBook;
  readonly queue: LaneQueue;
  readonly roster: AgentRoster;
  readonly relay: Relay;
  readonly newId: NewId;
  /** By contact id, and `agent:` with the name of an agent; an agent's before a contact's. */
  readonly lock: KeyedLock;
  readonly timeFactor: number;
  readonly isWithdrawn: (consentId: string) => boolean;
  /** What goes to others, beside held contacts, when an agent's shift ends. */
  readonly leaving: (agentId: string, at: number) => readonly Act[];
}

/** Throws `not-found`. */
export const contactOf = ({ book }: Pick<DeskParts, "book">, contactId: string): Contact => {
  const contact = book.find(contactId);
  if (contact === null) throw new Problem("not-found");
  return contact;
};

/** The contact, for anything that shows or adds to it. Throws `not-found` or `consent-withdrawn`. */
export const servableContact = (parts: Pick<DeskParts, "book" | "isWithdrawn">, contactId: string): Contact => {
  const contact = contactOf(parts, contactId);
  if (parts.isWithdrawn(contact.consentId)) throw new Problem("consent-withdrawn");
  return contact;
};

/** Throws the state table's problem, or `contact-held` when another agent holds the contact. */
export const checkHolder = (contact: Contact, event: ContactEvent, agentId: string | null): void => {
  stateAfter(contact.state, event);
  if (contact.agentId !== agentId) throw new Problem("contact-held");
};

/** Throws `unknown-agent`. */
export const seatOf = ({ roster }: Pick<DeskParts, "roster">, agentId: string): Seat => {
  const seat = roster.find(agentId);
  if (seat === null) throw new Problem("unknown-agent");
  return seat;
};

/** The message of this author that the client id stands for already; throws when it stood for something else. */
export const sentBefore = (
  contact: Contact,
  wanted: Pick<Message, "author" | "clientMessageId" | "text" | "attachments">,
) => {
  const before = contact.kept.find(
    ({ message }) => message.author === wanted.author && message.clientMessageId === wanted.clientMessageId,
  )?.message;
  if (before === undefined) return null;
  const files = (list: Message["attachments"]): string => (list ?? []).map(({ sha256 }) => sha256).join(" ");
  // What was edited or taken away since no longer has the words that were sent.
  const asSent = before.revision !== undefined || before.text === wanted.text;
  if (!asSent || (before.moderatedAt === undefined && files(before.attachments) !== files(wanted.attachments)))
    throw new Problem("key-reused");
  return before;
};
