import type { ChangedMessage } from "../../core/schema/agent-wire.ts";
import type { ChangeReason, Message } from "../../core/schema/message-wire.ts";
import { Problem } from "../http/problems.ts";
import type { Contact } from "./contact.ts";
import { contactOf, type DeskParts, seatOf, servableContact } from "./desk-parts.ts";
import { type ChangeDraft, changeAct, MODERATED_TEXT } from "./message-change.ts";

/** Edits and moderations. Both need a name and a reason, both become items of the conversation. */
export class MessageChanges {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /**
   * Gives an agent's own message another wording. Throws `not-editable` for a customer's, an island's or the
   * system's words, `not-your-message` for another agent's. The wording that it has already changes nothing.
   */
  edit(messageId: string, text: string, reason: ChangeReason, agentId: string): Promise<ChangedMessage> {
    return this.#change(messageId, agentId, async (contact, message) => {
      servableContact(this.#parts, contact.contactId);
      if (message.author !== "agent" || message.change !== undefined) throw new Problem("not-editable");
      if (message.moderatedAt !== undefined) throw new Problem("already-moderated");
      if (message.agentId !== undefined && message.agentId !== agentId) throw new Problem("not-your-message");
      if (message.text === text) return this.#asItStands(contact, message);
      return this.#commit(contact, message, { kind: "edited", text, reason, agentId });
    });
  }

  /**
   * Takes a message's words and files away, whoever wrote it, also after a withdrawal. Throws `not-editable` for the
   * system's own lines and `already-moderated` the second time.
   */
  moderate(messageId: string, reason: ChangeReason, agentId: string): Promise<ChangedMessage> {
    return this.#change(messageId, agentId, async (contact, message) => {
      if (message.author === "system" || message.change !== undefined) throw new Problem("not-editable");
      if (message.moderatedAt !== undefined) throw new Problem("already-moderated");
      return this.#commit(contact, message, { kind: "moderated", text: MODERATED_TEXT, reason, agentId });
    });
  }

  async #change(
    messageId: string,
    agentId: string,
    act: (contact: Contact, message: Message) => Promise<ChangedMessage>,
  ): Promise<ChangedMessage> {
    seatOf(this.#parts, agentId);
    const found = this.#parts.book.findByMessage(messageId);
    if (found === null) throw new Problem("not-found");
    return this.#parts.lock.run(found.contactId, () => {
      const contact = contactOf(this.#parts, found.contactId);
      return act(contact, this.#message(contact, messageId));
    });
  }

  async #commit(
    contact: Contact,
    message: Message,
    draft: Pick<ChangeDraft, "kind" | "text" | "reason" | "agentId">,
  ): Promise<ChangedMessage> {
    const itemId = this.#parts.newId("m");
    const itemSeq = contact.kept.length + 1;
    await this.#parts.ledger.commit([changeAct({ ...draft, message, itemId, itemSeq, at: this.#parts.clock.now() })]);
    return { message: this.#message(contact, message.id), item: this.#message(contact, itemId) };
  }

  #asItStands(contact: Contact, message: Message): ChangedMessage {
    const items = contact.kept.filter((kept) => kept.message.change?.messageId === message.id);
    return { message, item: items.at(-1)?.message ?? message };
  }

  #message(contact: Contact, messageId: string): Message {
    const kept = contact.kept.find(({ message }) => message.id === messageId);
    if (kept === undefined) throw new Problem("not-found");
    return kept.message;
  }
}
