import type { Lane } from "../../core/contract/ids.ts";
import type { ContactState, Decision, DeskContact, Message, RoutingContext } from "../../core/schema/wire.ts";

export interface KeptMessage {
  readonly message: Message;
  readonly textSha256: string;
}

/** The desk's own record of one contact; changed by `ContactBook` alone, as it folds over the log. */
export interface Contact {
  readonly contactId: string;
  readonly clientContactId: string;
  readonly consentId: string;
  readonly sessionId: string;
  readonly event: string;
  readonly lane: Lane;
  readonly openedAt: number;
  readonly decision: Decision;
  readonly context: RoutingContext | null;
  /** SHA-256 of the request that opened it: a repeat with another body is refused. */
  readonly requestDigest: string;
  readonly kept: KeptMessage[];
  state: ContactState;
  handedOffAt: number | null;
  firstReplyAt: number | null;
  firstHumanReplyAt: number | null;
  resolvedAt: number | null;
  reopens: number;
}

export const messagesOf = (contact: Contact): Message[] => contact.kept.map(({ message }) => message);

/** The customer wrote after the last word of an agent: resolving now would lose that message. */
export const hasUnanswered = (contact: Contact): boolean => {
  const last = contact.kept.findLast(({ message }) => message.author === "customer" || message.author === "agent");
  return last?.message.author === "customer";
};

export const deskRecord = (contact: Contact): DeskContact => ({
  contactId: contact.contactId,
  clientContactId: contact.clientContactId,
  consentId: contact.consentId,
  lane: contact.lane,
  state: contact.state,
  openedAt: contact.openedAt,
  handedOffAt: contact.handedOffAt,
  firstReplyAt: contact.firstReplyAt,
  firstHumanReplyAt: contact.firstHumanReplyAt,
  resolvedAt: contact.resolvedAt,
  reopens: contact.reopens,
  messages: contact.kept.length,
});
