import type { Lane } from "../../core/contract/ids.ts";
import type { ContactState, Decision, DeskContact, Facts, FastPathRequest } from "../../core/schema/wire.ts";
import type { LogEntry, Message, QueueItem, RoutingContext } from "../../core/schema/wire.ts";
import { type StubIsland, understand, type Understanding } from "./knowledge.ts";
import type { Lie, Tells } from "./lies.ts";

export type LogDraft = Pick<LogEntry, "at" | "kind" | "subject" | "body">;

export interface Contact {
  readonly record: DeskContact;
  readonly asked: Understanding;
  readonly purposes: readonly string[];
  readonly noticeHash: string;
  readonly decision: Decision;
  readonly messages: Message[];
  /** Called when there is something new. */
  readonly followers: Set<() => void>;
}

interface Poller {
  readonly lane: Lane;
  readonly take: (contact: Contact | null) => void;
}

export interface StubDeskOptions {
  readonly facts: Facts;
  readonly island: StubIsland;
  readonly tells: Tells;
}

const HOUR_MS = 3_600_000;
const MEGABYTE = 1_000_000;

/** Contacts, their messages, the queue and the log of the stub: all in memory, all in one place. */
export class StubDesk {
  readonly contacts = new Map<string, Contact>();
  readonly log: LogDraft[] = [];
  readonly #byClient = new Map<string, Contact>();
  readonly #options: StubDeskOptions;
  #waiting: Contact[] = [];
  #pollers: Poller[] = [];
  #ids = 0;

  constructor(options: StubDeskOptions) {
    this.#options = options;
  }

  now(): number {
    return Date.now() + (this.#options.tells("clock-ahead") ? HOUR_MS : 0);
  }

  /** Safe to repeat; null for a contact that is refused. */
  open(request: FastPathRequest): Contact | null {
    const { tells } = this.#options;
    const { clientContactId, lane, event } = request;
    if (tells("refuses", clientContactId)) return null;
    const before = this.#byClient.get(clientContactId);
    if (before !== undefined) return before;
    const contactId = `c-${++this.#ids}`;
    const consentId = `consent-${++this.#ids}`;
    const asked = understand(request.text);
    const personal = asked.orderId !== null;
    const atEdge = !personal || tells("wrong-facts", clientContactId) || tells("edge-answers-all");
    const contact: Contact = {
      ...{ asked, purposes: request.purposes, noticeHash: request.noticeHash },
      record: {
        ...{ contactId, clientContactId, consentId, lane, event, state: "answered", openedAt: this.now() },
        ...{
          handedOffAt: null,
          firstReplyAt: null,
          firstHumanReplyAt: null,
          resolvedAt: null,
          reopens: 0,
          messages: 0,
        },
      },
      decision: {
        decisionId: `d-${++this.#ids}`,
        route: atEdge ? "island" : "human",
        intent: atEdge ? asked.intent : null,
        score: atEdge ? 1 : 0,
        reason: atEdge ? "sure" : "personal",
      },
      messages: [],
      followers: new Set(),
    };
    this.#byClient.set(clientContactId, contact);
    this.contacts.set(contactId, contact);
    this.note("consent.given", consentId, { clientContactId });
    this.note("contact.opened", contactId, { clientContactId });
    this.say(contact, "customer", request.text, { clientMessageId: request.clientMessageId });
    if (atEdge) this.#answerAtEdge(contact);
    else this.#handOff(contact);
    return contact;
  }

  note(kind: LogEntry["kind"], subject: string, body: LogEntry["body"]): void {
    this.log.push({ at: this.now(), kind, subject, body });
  }

  say(contact: Contact, author: Message["author"], text: string, part: Partial<Message> = {}): Message {
    const { contactId } = contact.record;
    const message = { id: `m-${++this.#ids}`, contactId, author, text, at: this.now(), seq: 0, ...part };
    const kept: Message = { ...message, seq: contact.messages.length + 1 };
    contact.messages.push(kept);
    this.note("message.sent", contactId, { messageId: kept.id, author });
    const firsts = author === "customer" ? {} : { firstReplyAt: contact.record.firstReplyAt ?? kept.at };
    Object.assign(contact.record, { messages: contact.messages.length, ...firsts });
    for (const follower of contact.followers) follower();
    return kept;
  }

  /** What a customer writes later: a repeat gets what was said before; anything new goes to a person. */
  write(contact: Contact, clientMessageId: string, text: string): { message: Message; decision?: Decision } {
    const before = contact.messages.find((one) => one.clientMessageId === clientMessageId);
    if (before !== undefined) return { message: before };
    const message = this.say(contact, "customer", text, { clientMessageId });
    if (contact.record.state === "resolved") this.#change(contact, "waiting", { reopens: contact.record.reopens + 1 });
    if (contact.record.state !== "claimed") this.#handOff(contact);
    return { message, decision: { ...contact.decision, route: "human", reason: "personal" } };
  }

  leave(contact: Contact): void {
    this.#waiting = this.#waiting.filter((one) => one !== contact);
    this.note("contact.left", contact.record.contactId, {});
  }

  /** Resolves with a contact of the lane for one agent, or with null after `waitMs`. */
  next(lane: Lane, waitMs: number): { readonly offered: Promise<Contact | null>; giveUp(): void } {
    let giveUp = (): void => {};
    const offered = new Promise<Contact | null>((resolve) => {
      const timer = setTimeout(() => giveUp(), waitMs);
      const take = (contact: Contact | null): void => {
        clearTimeout(timer);
        resolve(contact);
      };
      giveUp = () => {
        this.#pollers = this.#pollers.filter((one) => one.take !== take);
        take(null);
      };
      this.#pollers.push({ lane, take });
      this.#serve();
    });
    return { offered, giveUp: () => giveUp() };
  }

  itemOf(contact: Contact): QueueItem {
    const { contactId, clientContactId, lane, handedOffAt } = contact.record;
    const waitingSince = handedOffAt ?? this.now();
    return { contactId, clientContactId, lane, waitingSince, context: this.contextOf(contact), lastMessages: [] };
  }

  contextOf({ asked: { orderId }, record }: Contact): RoutingContext {
    const { facts, tells } = this.#options;
    const order = facts.orders.find((one) => one.orderId === orderId);
    const others = tells("others-order", record.clientContactId) ? { orderId: "D9999" } : {};
    return {
      orderWindow: "today",
      partner: "a partner",
      riskFlags: [],
      order: order === undefined ? null : { ...this.#shown(order), ...others },
      facts: { ...facts.facts, ...order?.fact },
    };
  }

  /** False when another agent has it. */
  claim(contact: Contact): boolean {
    const { state, clientContactId } = contact.record;
    if (state !== "waiting" && !this.#options.tells("two-agents", clientContactId)) return false;
    this.#change(contact, "claimed", {});
    this.note("contact.claimed", contact.record.contactId, {});
    return true;
  }

  reply(contact: Contact, clientMessageId: string, text: string): Message {
    const { tells } = this.#options;
    const message = this.say(contact, "agent", text, { clientMessageId });
    this.#change(contact, "answered", { firstHumanReplyAt: contact.record.firstHumanReplyAt ?? message.at });
    if (tells("said-again", contact.record.clientContactId)) this.say(contact, "agent", text);
    for (const lie of ["others-words", "others-replies"] as const) {
      const victim = [...this.contacts.values()].find(
        ({ record, messages }) =>
          tells(lie, record.clientContactId) && messages.length === 1 && record !== contact.record,
      );
      const contactId = lie === "others-words" ? victim?.record.contactId : message.contactId;
      if (victim !== undefined && contactId !== undefined)
        this.say(victim, "agent", text, { id: message.id, contactId });
    }
    return message;
  }

  resolve(contact: Contact): number {
    this.#change(contact, "resolved", { resolvedAt: this.now() });
    this.note("contact.resolved", contact.record.contactId, {});
    return this.now();
  }

  #change({ record }: Contact, state: ContactState, part: Partial<DeskContact>): void {
    Object.assign(record, part, { state });
  }

  #shown({ orderId, sku, state, charged }: Facts["orders"][number]): NonNullable<RoutingContext["order"]> {
    return { orderId, sku, state, charged };
  }

  #handOff(contact: Contact): void {
    const { tells } = this.#options;
    const { contactId, clientContactId } = contact.record;
    this.#change(contact, "waiting", { handedOffAt: this.now() });
    this.note("contact.handed-off", contactId, {});
    if (tells("answers-itself", clientContactId)) {
      this.say(contact, "agent", `Thanks for waiting. ${this.#factFor(contact)}.`);
      return;
    }
    if (tells("swallows", clientContactId) || tells("never-offered", clientContactId)) return;
    this.#waiting.push(contact, ...(tells("two-agents", clientContactId) ? [contact] : []));
    this.#serve();
  }

  #serve(): void {
    for (const contact of [...this.#waiting]) {
      const poller = this.#pollers.find(({ lane }) => lane === contact.record.lane);
      if (poller === undefined) continue;
      this.#waiting.splice(this.#waiting.indexOf(contact), 1);
      this.#pollers = this.#pollers.filter((one) => one !== poller);
      poller.take(contact);
    }
  }

  #factFor({ asked: { intent, orderId } }: Contact): string {
    const { facts, orders } = this.#options.facts;
    return orders.find((one) => one.orderId === orderId)?.fact[intent] ?? facts[intent] ?? "";
  }

  #answerAtEdge(contact: Contact): void {
    const { facts, island } = this.#options;
    const tells = (lie: Lie): boolean => this.#options.tells(lie, contact.record.clientContactId);
    const fact = this.#factFor(contact);
    const texts = [
      tells("wrong-facts") ? "Ask again tomorrow; eligibility is as paragraph 99 has it." : null,
      tells("all-facts") ? Object.values(facts.facts).join("; ") : null,
      tells("empty-text") ? "" : null,
      tells("html-text") ? `<!doctype html><title>Help</title><!-- ${fact} --><script>alert(1)</script>` : null,
      tells("huge-text") ? `${"so ".repeat(MEGABYTE / 3)}${fact}` : null,
    ];
    const keyId = tells("foreign-key") ? "f".repeat(64) : island.keyId;
    const source = tells("uncited") ? {} : { island: { event: facts.event, version: 1, keyId } };
    const text = texts.find((one) => one !== null) ?? `Good question: ${fact}.`;
    this.say(contact, "assistant", text, source);
    if (tells("said-again")) this.say(contact, "assistant", text, source);
  }
}
