import { INTENTS, LANES } from "../../core/contract/ids.ts";
import type { Decision, RoutingContext } from "../../core/schema/wire.ts";
import type { EventDraft } from "../event-log/event-store.ts";
import type { Projection } from "../event-log/ledger.ts";
import { messageOf } from "./acts.ts";
import type { Contact } from "./contact.ts";

const REASONS = ["sure", "unsure", "personal", "no-valid-island", "customer-objected"] as const;

const decisionOf = (body: EventDraft["body"]): Decision => ({
  decisionId: String(body["decisionId"]),
  route: body["route"] === "island" ? "island" : "human",
  intent: INTENTS.find((intent) => intent === body["intent"]) ?? null,
  score: Number(body["score"]),
  reason: REASONS.find((reason) => reason === body["reason"]) ?? "unsure",
});

/** Every contact, folded from the log. */
export class ContactBook implements Projection {
  readonly #contacts = new Map<string, Contact>();
  readonly #byClientId = new Map<string, Contact>();
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

  ofSession(sessionId: string): Contact[] {
    return [...this.#contacts.values()].filter((contact) => contact.sessionId === sessionId);
  }

  all(): IterableIterator<Contact> {
    return this.#contacts.values();
  }

  size(): number {
    return this.#contacts.size;
  }

  apply(event: EventDraft): void {
    const contact = this.#contacts.get(event.subject);
    if (event.kind === "contact.opened") this.#open(event);
    else if (contact !== undefined) this.#change(contact, event);
  }

  #open({ at, subject, body, custody }: EventDraft): void {
    const orderId = custody?.["orderId"];
    const contact: Contact = {
      contactId: subject,
      clientContactId: String(body["clientContactId"]),
      consentId: String(body["consentId"]),
      sessionId: String(body["sessionId"]),
      event: String(body["event"]),
      lane: LANES.find((lane) => lane === body["lane"]) ?? "standard",
      openedAt: at,
      decision: decisionOf(body),
      context: body["hasContext"] === true ? this.#contextOf(typeof orderId === "string" ? orderId : null) : null,
      requestDigest: String(custody?.["requestDigest"]),
      kept: [],
      state: "waiting",
      handedOffAt: null,
      firstReplyAt: null,
      firstHumanReplyAt: null,
      resolvedAt: null,
      reopens: 0,
    };
    this.#contacts.set(subject, contact);
    this.#byClientId.set(`${contact.sessionId} ${contact.clientContactId}`, contact);
  }

  #change(contact: Contact, event: EventDraft): void {
    const { kind, at } = event;
    if (kind === "message.sent") this.#say(contact, event);
    else if (kind === "contact.handed-off") {
      contact.state = "waiting";
      contact.handedOffAt ??= at;
    } else if (kind === "contact.claimed") contact.state = "claimed";
    else if (kind === "contact.resolved") {
      contact.state = "resolved";
      contact.resolvedAt = at;
    } else if (kind === "contact.reopened") {
      contact.state = "waiting";
      contact.resolvedAt = null;
      contact.reopens += 1;
    }
  }

  #say(contact: Contact, event: EventDraft): void {
    const kept = messageOf(event);
    const { author, at } = kept.message;
    contact.kept.push(kept);
    if (author === "assistant" || author === "agent") contact.firstReplyAt ??= at;
    if (author === "agent") {
      contact.firstHumanReplyAt ??= at;
      contact.state = "answered";
    }
    if (author === "assistant") contact.state = "answered";
    // An agent still holds the contact; the new message is theirs.
    if (author === "customer" && contact.state === "answered") contact.state = "claimed";
  }
}
