import type { Lane } from "../../core/contract/ids.ts";
import type { Clock } from "../../core/contract/ports.ts";
import type { ClaimResponse, ContactState, Decision, Message, QueuePage } from "../../core/schema/wire.ts";
import type { Defects } from "../defects.ts";
import type { Act, Ledger } from "../event-log/ledger.ts";
import { Problem } from "../http/problems.ts";
import type { Relay, Verdict } from "../relay/relay.ts";
import type { NewId } from "../runtime/ids.ts";
import { KeyedLock } from "../runtime/keyed-lock.ts";
import { messageAct, plainAct } from "./acts.ts";
import { type Contact, hasUnanswered, messagesOf } from "./contact.ts";
import type { ContactBook } from "./contact-book.ts";
import type { LaneQueue, Waiting } from "./lane-queue.ts";

export interface DeskParts {
  readonly defects: Defects;
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly book: ContactBook;
  readonly queue: LaneQueue;
  readonly relay: Relay;
  readonly newId: NewId;
}

export const HAND_OFF_TEXT = "A person will answer you here. You can leave this page open; nothing is lost.";

/** The messages that an agent sees with an offer; the claim brings them all. */
const LAST_MESSAGES = 5;

/** The desk: every command takes its contact alone, is decided on what the log says, and is logged before it counts. */
export class Desk {
  readonly #parts: DeskParts;
  readonly #lock = new KeyedLock();

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  contact(contactId: string): Contact {
    const contact = this.#parts.book.find(contactId);
    if (contact === null) throw new Problem("not-found");
    return contact;
  }

  /** The acts of the relay's answer to the message with `seq` - 1: the island's, or the hand-off to a human. */
  replyActs(contactId: string, seq: number, verdict: Verdict, at: number): Act[] {
    const message = { id: this.#parts.newId("m"), seq, contactId, at };
    if (verdict.answer !== null) {
      return [
        messageAct({ ...message, author: "assistant", ...verdict.answer }),
        plainAct(at, "contact.resolved", contactId, { by: "island" }),
      ];
    }
    const { decisionId, reason, intent } = verdict.decision;
    return [
      messageAct({ ...message, author: "system", text: HAND_OFF_TEXT }),
      plainAct(at, "contact.handed-off", contactId, { decisionId, reason, intent }),
    ];
  }

  /** A later message of the customer. On a resolved contact it reopens it; a human answers in any case. */
  customerMessage(
    contactId: string,
    clientMessageId: string,
    text: string,
  ): Promise<{ message: Message; state: ContactState; decision: Decision }> {
    return this.#lock.run(contactId, async () => {
      const contact = this.contact(contactId);
      const { decision } = this.#parts.relay.objected();
      const before = this.#sentBefore(contact, "customer", clientMessageId, text);
      if (before !== null) return { message: before, state: contact.state, decision };
      const at = this.#parts.clock.now();
      const message = this.#nextMessage(contact, "customer", clientMessageId, text, at);
      const reopen =
        contact.state !== "resolved" || this.#parts.defects.strikes("silent-reopen")
          ? []
          : this.#reopenActs(contact, message.seq + 1, { decision, answer: null }, "customer", at);
      await this.#parts.ledger.commit([messageAct(message), ...reopen]);
      return { message, state: contact.state, decision };
    });
  }

  claim(contactId: string): Promise<ClaimResponse> {
    return this.#lock.run(contactId, async () => {
      const contact = this.contact(contactId);
      if (contact.state !== "waiting") throw new Problem("contact-not-waiting");
      const claimedAt = this.#parts.clock.now();
      await this.#parts.ledger.commit([plainAct(claimedAt, "contact.claimed", contactId)]);
      return { contactId, claimedAt, context: contact.context, messages: messagesOf(contact) };
    });
  }

  agentMessage(
    contactId: string,
    clientMessageId: string,
    text: string,
  ): Promise<{ message: Message; state: ContactState }> {
    return this.#lock.run(contactId, async () => {
      const contact = this.contact(contactId);
      const before = this.#sentBefore(contact, "agent", clientMessageId, text);
      if (before !== null) return { message: before, state: contact.state };
      if (contact.state !== "claimed" && contact.state !== "answered") throw new Problem("contact-not-claimed");
      const message = this.#nextMessage(contact, "agent", clientMessageId, text, this.#parts.clock.now());
      await this.#parts.ledger.commit([messageAct(message)]);
      return { message, state: contact.state };
    });
  }

  /** Resolves a claimed contact. What the customer wrote after the agent's last word reopens it at once. */
  resolve(contactId: string): Promise<{ contactId: string; resolvedAt: number }> {
    return this.#lock.run(contactId, async () => {
      const contact = this.contact(contactId);
      if (contact.state === "resolved" && contact.resolvedAt !== null)
        return { contactId, resolvedAt: contact.resolvedAt };
      if (contact.state === "waiting") throw new Problem("contact-not-claimed");
      const at = this.#parts.clock.now();
      const again = hasUnanswered(contact) && contact.firstHumanReplyAt !== null;
      const reopen = again
        ? this.#reopenActs(contact, contact.kept.length + 1, this.#parts.relay.objected(), "unanswered", at)
        : [];
      await this.#parts.ledger.commit([plainAct(at, "contact.resolved", contactId, { by: "agent" }), ...reopen]);
      return { contactId, resolvedAt: at };
    });
  }

  /** Helpful, not helpful, or that the customer left: who left while waiting is taken out of the queue. */
  signal(contactId: string, kind: "helpful" | "not-helpful" | "left"): Promise<void> {
    return this.#lock.run(contactId, async () => {
      const contact = this.contact(contactId);
      const at = this.#parts.clock.now();
      const act =
        kind === "left"
          ? plainAct(at, "contact.left", contactId)
          : plainAct(at, "signal.given", contactId, { signal: kind });
      const gone = kind === "left" && contact.state === "waiting";
      await this.#parts.ledger.commit([
        act,
        ...(gone ? [plainAct(at, "contact.resolved", contactId, { by: "customer-left" })] : []),
      ]);
    });
  }

  /** Contacts for one agent slot; see `LaneQueue.poll`. */
  offer(
    lane: Lane | null,
    limit: number,
    waitMs: number,
  ): { readonly items: Promise<readonly Waiting[]>; stop(): void } {
    return this.#parts.queue.poll(lane, limit, waitMs);
  }

  page(items: readonly Waiting[], lane: Lane | null): QueuePage {
    return {
      items: items.map(({ contactId, lane: itsLane, waitingSince }) => {
        const contact = this.contact(contactId);
        const lastMessages = messagesOf(contact).slice(-LAST_MESSAGES);
        return {
          contactId,
          clientContactId: contact.clientContactId,
          lane: itsLane,
          waitingSince,
          context: contact.context,
          lastMessages,
        };
      }),
      depth: this.#parts.queue.depth(lane),
    };
  }

  release(items: readonly Waiting[]): void {
    for (const { contactId } of items) this.#parts.queue.release(contactId);
  }

  #reopenActs(contact: Contact, seq: number, verdict: Verdict, by: string, at: number): Act[] {
    return [
      plainAct(at, "contact.reopened", contact.contactId, { by }),
      ...this.replyActs(contact.contactId, seq, verdict, at),
    ];
  }

  #nextMessage(
    contact: Contact,
    author: "customer" | "agent",
    clientMessageId: string,
    text: string,
    at: number,
  ): Message {
    const { contactId, kept } = contact;
    return { id: this.#parts.newId("m"), seq: kept.length + 1, contactId, author, text, at, clientMessageId };
  }

  /** The message that this client id stands for already; throws when it stood for another text. */
  #sentBefore(contact: Contact, author: "customer" | "agent", clientMessageId: string, text: string): Message | null {
    const before = contact.kept.find(
      ({ message }) => message.author === author && message.clientMessageId === clientMessageId,
    )?.message;
    if (before !== undefined && before.text !== text) throw new Problem("key-reused");
    return before ?? null;
  }
}
