import type { Note } from "../../core/schema/agent-wire.ts";
import type { Lane } from "../../core/contract/ids.ts";
import type { ContactState, Decision, DeskContact, Message, RoutingContext } from "../../core/schema/wire.ts";

export interface KeptMessage {
  /** As it stands now: the newest wording. */
  readonly message: Message;
  /** Commitment to the newest wording. */
  readonly textSha256: string;
  /** Commitments to the files' digests, in the order of `message.attachments`. */
  readonly fileCommitments: readonly string[];
}

/** The desk's own record of one contact; changed by `ContactBook` alone, as it folds over the log. */
export interface Contact {
  readonly contactId: string;
  readonly clientContactId: string;
  readonly consentId: string;
  readonly sessionId: string;
  readonly event: string;
  readonly openedAt: number;
  readonly decision: Decision;
  readonly context: RoutingContext | null;
  /** An order came with it and was looked up. */
  readonly hasOrder: boolean;
  /** SHA-256 of the request that opened it: a repeat with another body is refused. */
  readonly requestDigest: string;
  /** The items of the conversation, in order of `seq`: messages, and changes of them. */
  readonly kept: KeptMessage[];
  readonly notes: Note[];
  state: ContactState;
  lane: Lane;
  /** Agents that it waits for, after a transfer; null for anyone. */
  group: string | null;
  /** Who holds it, or held it when it was resolved; null for nobody and for callers without a name. */
  agentId: string | null;
  /** Its place in the queue: log index of the hand-off, kept through releases and transfers. */
  place: number | null;
  waitingSince: number | null;
  handedOffAt: number | null;
  firstReplyAt: number | null;
  firstHumanReplyAt: number | null;
  firstHumanAgentId: string | null;
  claimedAt: number | null;
  firstClaimedAt: number | null;
  resolvedAt: number | null;
  firstResolvedAt: number | null;
  reopens: number;
  claims: number;
  releases: number;
  transfers: number;
}

/** The items of the conversation, in order of `seq`, each with its newest wording. */
export const messagesOf = (contact: Contact): Message[] => contact.kept.map(({ message }) => message);

export const isHeld = ({ state }: Pick<Contact, "state">): boolean => state === "claimed" || state === "answered";

/** The customer wrote after the last word of an agent: resolving now would lose that message. */
export const hasUnanswered = (contact: Contact): boolean => {
  const last = contact.kept.findLast(
    ({ message: { author, change } }) => change === undefined && (author === "customer" || author === "agent"),
  );
  return last?.message.author === "customer";
};

export const deskRecord = (contact: Contact): DeskContact => {
  const changes = contact.kept.filter(({ message }) => message.change !== undefined).length;
  return {
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
    messages: contact.kept.length - changes,
    event: contact.event,
    agentId: contact.agentId,
    firstHumanAgentId: contact.firstHumanAgentId,
    firstClaimedAt: contact.firstClaimedAt,
    firstResolvedAt: contact.firstResolvedAt,
    claims: contact.claims,
    releases: contact.releases,
    transfers: contact.transfers,
    notes: contact.notes.length,
    changes,
  };
};
