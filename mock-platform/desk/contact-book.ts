import { INTENTS, LANES } from "../../core/contract/ids.ts";
import type { ContactState, Decision, RoutingContext } from "../../core/schema/wire.ts";
import type { EventDraft } from "../event-log/event-store.ts";
import type { Projection } from "../event-log/ledger.ts";
import { messageOf } from "./acts.ts";
import { CONTACT_STATES, type ContactEvent } from "./contact-states.ts";
import { type Contact, isHeld } from "./contact.ts";
import { changedMessage, changeOf, keptChange, type MessageChanged } from "./message-change.ts";

const REASONS = ["sure", "unsure", "personal", "no-valid-island", "customer-objected"] as const;

const decisionOf = (body: EventDraft["body"]): Decision => ({
  decisionId: String(body["decisionId"]),
  route: body["route"] === "island" ? "island" : "human",
  intent: INTENTS.find((intent) => intent === body["intent"]) ?? null,
  score: Number(body["score"]),
  reason: REASONS.find((reason) => reason === body["reason"]) ?? "unsure",
});

const laneOf = (value: unknown): Contact["lane"] => LANES.find((lane) => lane === value) ?? "standard";
const nameOf = (value: unknown): string | null => (typeof value === "string" ? value : null);

const RESOLVED_BY: Readonly<Record<string, ContactEvent>> = {
  "customer-left": "left",
  "consent-withdrawn": "consent-withdrawn",
};

/** What an entry means for the state of its contact; null for nothing. */
const stateEventOf = ({ kind, body }: EventDraft, state: ContactState): ContactEvent | null => {
  if (kind === "contact.handed-off") return "handed-off";
  if (kind === "contact.claimed") return "claimed";
  if (kind === "contact.released") return "released";
  if (kind === "contact.transferred") return "transferred";
  if (kind === "contact.reopened") return "reopened";
  if (kind === "contact.resolved") return RESOLVED_BY[String(body["by"])] ?? "resolved";
  if (kind !== "message.sent") return null;
  if (body["author"] === "assistant") return "island-answered";
  if (body["author"] === "agent") return "agent-wrote";
  // On a resolved contact the entry of the reopening follows, and that is what counts.
  return body["author"] === "customer" && state !== "resolved" ? "customer-wrote" : null;
};

/** Every contact, folded from the log. */
export class ContactBook implements Projection {
  readonly #contacts = new Map<string, Contact>();
  readonly #byClientId = new Map<string, Contact>();
  readonly #byMessage = new Map<string, Contact>();
  readonly #heldBy = new Map<string, Set<string>>();
  readonly #contextOf: (orderId: string | null) => RoutingContext;

  constructor(contextOf: (orderId: string | null) => RoutingContext) {
    this.#contextOf = contextOf;
  }

  find(contactId: string): Contact | null {
    return this.#contacts.get(contactId) ?? null;
  }

  findByClientId(sessionId: string, clientContactId: string): Contact | null {
    return this.#byClientId.get(`${sessionId} ${clientContactId}`) ?? null;
  }

  /** The contact of a message or of a change's item. */
  findByMessage(messageId: string): Contact | null {
    return this.#byMessage.get(messageId) ?? null;
  }

  ofSession(sessionId: string): Contact[] {
    return [...this.#contacts.values()].filter((contact) => contact.sessionId === sessionId);
  }

  /** Ids of the contacts that a named agent holds. */
  heldBy(agentId: string): readonly string[] {
    return [...(this.#heldBy.get(agentId) ?? [])];
  }

  all(): IterableIterator<Contact> {
    return this.#contacts.values();
  }

  size(): number {
    return this.#contacts.size;
  }

  apply(event: EventDraft, index: number | null): void {
    const contact = this.#contacts.get(event.subject);
    if (event.kind === "contact.opened") this.#open(event);
    else if (contact !== undefined) this.#change(contact, event, index);
  }

  #open({ at, subject, body, custody }: EventDraft): void {
    const orderId = nameOf(custody?.["orderId"]);
    const contact: Contact = {
      contactId: subject,
      clientContactId: String(body["clientContactId"]),
      consentId: String(body["consentId"]),
      sessionId: String(body["sessionId"]),
      event: String(body["event"]),
      lane: laneOf(body["lane"]),
      openedAt: at,
      decision: decisionOf(body),
      context: body["hasContext"] === true ? this.#contextOf(orderId) : null,
      hasOrder: orderId !== null,
      requestDigest: String(custody?.["requestDigest"]),
      ...{ kept: [], notes: [], state: "waiting", group: null, agentId: null, place: null, waitingSince: null },
      ...{ handedOffAt: null, firstReplyAt: null, firstHumanReplyAt: null, firstHumanAgentId: null },
      ...{ claimedAt: null, firstClaimedAt: null, resolvedAt: null, firstResolvedAt: null },
      ...{ reopens: 0, claims: 0, releases: 0, transfers: 0 },
    };
    this.#contacts.set(subject, contact);
    this.#byClientId.set(`${contact.sessionId} ${contact.clientContactId}`, contact);
  }

  #change(contact: Contact, event: EventDraft, index: number | null): void {
    const { kind, at, body } = event;
    const holder = contact.agentId;
    const happened = stateEventOf(event, contact.state);
    // What was logged has taken place: the fold never argues, the commands asked the table before.
    const next = happened === null ? null : CONTACT_STATES[contact.state][happened];
    if (next !== null && "to" in next) contact.state = next.to;
    if (kind === "message.sent") this.#say(contact, event);
    else if (kind === "contact.handed-off") {
      contact.place = index;
      contact.waitingSince = at;
      contact.handedOffAt ??= at;
    } else if (kind === "contact.claimed") {
      contact.claims += 1;
      contact.claimedAt = at;
      contact.firstClaimedAt ??= at;
      contact.agentId = nameOf(body["agentId"]);
    } else if (kind === "contact.released") contact.releases += 1;
    else if (kind === "contact.transferred") {
      contact.transfers += 1;
      contact.lane = laneOf(body["lane"]);
      contact.group = nameOf(body["group"]);
    } else if (kind === "contact.resolved") {
      contact.resolvedAt = at;
      contact.firstResolvedAt ??= at;
    } else if (kind === "contact.reopened") {
      contact.resolvedAt = null;
      contact.group = null;
      contact.reopens += 1;
    } else if (kind === "contact.noted") this.#note(contact, event);
    const change = changeOf(event);
    if (change !== null) this.#rewrite(contact, change);
    if (contact.state === "waiting") contact.agentId = null;
    this.#rememberHolder(contact, holder);
  }

  #say(contact: Contact, event: EventDraft): void {
    const kept = messageOf(event);
    const { author, at, id, agentId } = kept.message;
    contact.kept.push(kept);
    this.#byMessage.set(id, contact);
    if (author === "assistant" || author === "agent") contact.firstReplyAt ??= at;
    if (author !== "agent" || contact.firstHumanReplyAt !== null) return;
    contact.firstHumanReplyAt = at;
    contact.firstHumanAgentId = agentId ?? null;
  }

  #rewrite(contact: Contact, change: MessageChanged): void {
    const place = contact.kept.findIndex(({ message }) => message.id === change.messageId);
    const before = contact.kept[place];
    if (before === undefined) return;
    contact.kept[place] = {
      message: changedMessage(before.message, change),
      textSha256: change.textSha256,
      fileCommitments: change.kind === "edited" ? before.fileCommitments : [],
    };
    contact.kept.push(keptChange(change));
    this.#byMessage.set(change.item.id, contact);
  }

  #note(contact: Contact, { at, body, custody }: EventDraft): void {
    contact.notes.push({
      id: String(body["noteId"]),
      clientNoteId: String(body["clientNoteId"]),
      contactId: contact.contactId,
      agentId: String(body["agentId"]),
      at,
      text: String(custody?.["text"]),
    });
  }

  #rememberHolder(contact: Contact, before: string | null): void {
    if (before !== null) this.#heldBy.get(before)?.delete(contact.contactId);
    if (contact.agentId === null || !isHeld(contact)) return;
    const held = this.#heldBy.get(contact.agentId) ?? new Set();
    this.#heldBy.set(contact.agentId, held.add(contact.contactId));
  }
}
