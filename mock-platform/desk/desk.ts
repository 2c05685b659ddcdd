import type { Lane } from "../../core/contract/ids.ts";
import type { Attachment } from "../../core/schema/message-wire.ts";
import type { ClaimResponse, ContactState, Decision, Message, QueuePage } from "../../core/schema/wire.ts";
import type { Act } from "../event-log/ledger.ts";
import { Problem } from "../http/problems.ts";
import type { Verdict } from "../relay/relay.ts";
import { messageAct, plainAct } from "./acts.ts";
import { type Contact, hasUnanswered, isHeld, messagesOf } from "./contact.ts";
import { stateAfter } from "./contact-states.ts";
import { checkHolder, contactOf, type DeskParts, seatOf, sentBefore, servableContact } from "./desk-parts.ts";
import type { Waiting } from "./lane-queue.ts";
import { targetWallMs } from "./service-levels.ts";

export const HAND_OFF_TEXT = "A person will answer you here. You can leave this page open; nothing is lost.";

/** The messages that an agent sees with an offer; the claim brings them all. */
const LAST_MESSAGES = 5;

/** What is said in a contact, and who holds it: every command is logged before it counts. */
export class Desk {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** Throws `not-found`. */
  contact(contactId: string): Contact {
    return contactOf(this.#parts, contactId);
  }

  /** The contact, for anyone who shows it. Throws `not-found` or `consent-withdrawn`. */
  servable(contactId: string): Contact {
    return servableContact(this.#parts, contactId);
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
    attachments: readonly Attachment[] = [],
  ): Promise<{ message: Message; state: ContactState; decision: Decision }> {
    return this.#parts.lock.run(contactId, async () => {
      const contact = servableContact(this.#parts, contactId);
      const { decision } = this.#parts.relay.objected();
      const files = attachments.length === 0 ? {} : { attachments: [...attachments] };
      const draft = { author: "customer" as const, clientMessageId, text, ...files };
      const before = sentBefore(contact, draft);
      if (before !== null) return { message: before, state: contact.state, decision };
      stateAfter(contact.state, "customer-wrote");
      const at = this.#parts.clock.now();
      const message = this.#nextMessage(contact, draft, at);
      const reopen = this.#isReopened(contact, at)
        ? this.#reopenActs(contact, message.seq + 1, { decision, answer: null }, "customer", at)
        : [];
      await this.#parts.ledger.commit([messageAct(message), ...reopen]);
      return { message, state: contact.state, decision };
    });
  }

  /** Takes a waiting contact for an agent. Asked again by the same named agent, it says the same. */
  claim(contactId: string, agentId: string | null = null): Promise<ClaimResponse> {
    const { lock, ledger, clock, queue } = this.#parts;
    const claim = async (): Promise<ClaimResponse> => {
      const contact = servableContact(this.#parts, contactId);
      if (agentId === null || contact.agentId !== agentId || !isHeld(contact)) {
        stateAfter(contact.state, "claimed");
        if (agentId !== null) this.#checkSeat(contact, agentId);
        const { lane, place } = contact;
        const offeredAt = queue.offeredAt(contactId);
        const body = { agentId, lane, place, offeredAt, hasContext: contact.context !== null };
        await ledger.commit([plainAct(clock.now(), "contact.claimed", contactId, body)]);
      }
      const claimedAt = contact.claimedAt ?? clock.now();
      return { contactId, claimedAt, context: contact.context, messages: messagesOf(contact) };
    };
    const alone = (): Promise<ClaimResponse> => lock.run(contactId, claim);
    return agentId === null ? alone() : lock.run(`agent:${agentId}`, alone);
  }

  agentMessage(
    contactId: string,
    clientMessageId: string,
    text: string,
    agentId: string | null = null,
  ): Promise<{ message: Message; state: ContactState }> {
    return this.#parts.lock.run(contactId, async () => {
      const contact = servableContact(this.#parts, contactId);
      const draft = { author: "agent" as const, clientMessageId, text, ...(agentId === null ? {} : { agentId }) };
      const before = sentBefore(contact, draft);
      if (before !== null) return { message: before, state: contact.state };
      checkHolder(contact, "agent-wrote", agentId);
      const message = this.#nextMessage(contact, draft, this.#parts.clock.now());
      await this.#parts.ledger.commit([messageAct(message)]);
      return { message, state: contact.state };
    });
  }

  /** Resolves a claimed contact. What the customer wrote after the agent's last word reopens it at once. */
  resolve(contactId: string, agentId: string | null = null): Promise<{ contactId: string; resolvedAt: number }> {
    return this.#parts.lock.run(contactId, async () => {
      const contact = this.contact(contactId);
      if (contact.state === "resolved" && contact.resolvedAt !== null)
        return { contactId, resolvedAt: contact.resolvedAt };
      checkHolder(contact, "resolved", agentId);
      const at = this.#parts.clock.now();
      const again = hasUnanswered(contact) && contact.firstHumanReplyAt !== null;
      const reopen = again
        ? this.#reopenActs(contact, contact.kept.length + 1, this.#parts.relay.objected(), "unanswered", at)
        : [];
      await this.#parts.ledger.commit([
        plainAct(at, "contact.resolved", contactId, { by: "agent", agentId }),
        ...reopen,
      ]);
      return { contactId, resolvedAt: at };
    });
  }

  /** Helpful, not helpful, or that the customer left: who left while waiting is taken out of the queue. */
  signal(contactId: string, kind: "helpful" | "not-helpful" | "left"): Promise<void> {
    return this.#parts.lock.run(contactId, async () => {
      const contact = servableContact(this.#parts, contactId);
      const at = this.#parts.clock.now();
      const act =
        kind === "left"
          ? plainAct(at, "contact.left", contactId)
          : plainAct(at, "signal.given", contactId, { signal: kind });
      const gone = kind === "left" && contact.state !== stateAfter(contact.state, "left");
      await this.#parts.ledger.commit([
        act,
        ...(gone ? [plainAct(at, "contact.resolved", contactId, { by: "customer-left" })] : []),
      ]);
    });
  }

  /** Contacts for one agent slot; see `LaneQueue.poll`. Throws `unknown-agent` for a name that has no shift. */
  offer(
    lane: Lane | null,
    limit: number,
    waitMs: number,
    agentId: string | null = null,
  ): { readonly items: Promise<readonly Waiting[]>; stop(): void } {
    if (agentId !== null) seatOf(this.#parts, agentId);
    return this.#parts.queue.poll(lane, limit, waitMs, agentId);
  }

  page(items: readonly Waiting[], lane: Lane | null): QueuePage {
    return {
      items: items.map(({ contactId, lane: itsLane, waitingSince, group }) => {
        const contact = this.contact(contactId);
        return {
          contactId,
          clientContactId: contact.clientContactId,
          lane: itsLane,
          waitingSince,
          dueAt: waitingSince + targetWallMs(itsLane, "humanReplySec", this.#parts.timeFactor),
          ...(group === null ? {} : { group }),
          context: contact.context,
          lastMessages: messagesOf(contact).slice(-LAST_MESSAGES),
        };
      }),
      depth: this.#parts.queue.depth(lane),
    };
  }

  release(items: readonly Waiting[]): void {
    for (const item of items) this.#parts.queue.release(item);
  }

  #checkSeat({ group }: Contact, agentId: string): void {
    const { roster, book } = this.#parts;
    const { state, slots, groups } = seatOf(this.#parts, agentId);
    if (state !== "available") throw new Problem("agent-not-available");
    if (book.heldBy(agentId).length >= slots) throw new Problem("agent-slots-full");
    if (group !== null && !groups.includes(group) && roster.isStaffed(group)) throw new Problem("contact-reserved");
  }

  #isReopened({ state, resolvedAt, lane }: Contact, at: number): boolean {
    if (state !== "resolved") return false;
    const window = targetWallMs(lane, "reopenSec", this.#parts.timeFactor);
    if (resolvedAt !== null && at - resolvedAt > window) throw new Problem("reopen-window-closed");
    return !this.#parts.defects.strikes("silent-reopen");
  }

  #reopenActs(contact: Contact, seq: number, verdict: Verdict, by: string, at: number): Act[] {
    return [
      plainAct(at, "contact.reopened", contact.contactId, { by }),
      ...this.replyActs(contact.contactId, seq, verdict, at),
    ];
  }

  #nextMessage(
    { contactId, kept }: Contact,
    draft: Omit<Message, "id" | "seq" | "contactId" | "at">,
    at: number,
  ): Message {
    return { id: this.#parts.newId("m"), seq: kept.length + 1, contactId, at, ...draft };
  }
}
