import { createHash } from "node:crypto";
import type { Clock } from "../../core/contract/ports.ts";
import type { ContactRequest } from "../../core/schema/session-wire.ts";
import type { Decision, Message } from "../../core/schema/wire.ts";
import type { Defects } from "../defects.ts";
import { messageAct, openedAct } from "../desk/acts.ts";
import { type Contact, messagesOf } from "../desk/contact.ts";
import type { ContactBook } from "../desk/contact-book.ts";
import type { Desk } from "../desk/desk.ts";
import type { Pop } from "../edge/pop.ts";
import type { Act, Ledger } from "../event-log/ledger.ts";
import { Problem } from "../http/problems.ts";
import type { Relay, Verdict } from "../relay/relay.ts";
import type { NewId } from "../runtime/ids.ts";
import type { KeyedLock } from "../runtime/keyed-lock.ts";
import type { Consent, ConsentBook } from "./consent-book.ts";
import { sessionLock } from "./consents.ts";

export interface OpeningParts {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly consents: ConsentBook;
  readonly book: ContactBook;
  readonly desk: Desk;
  readonly relay: Relay;
  readonly defects: Defects;
  readonly newId: NewId;
  /** Shared with the desk. */
  readonly lock: KeyedLock;
}

export interface Opened {
  readonly contactId: string;
  readonly decision: Decision;
  readonly messages: Message[];
}

/** Messages that an opening makes: the question, and the island's answer or the hand-off. */
const OPENING_MESSAGES = 2;

/** SHA-256, hex, of what was asked for; the same for the same request in any order of its fields. */
export const requestDigest = (request: object): string =>
  createHash("sha256")
    .update(JSON.stringify(Object.entries(request).sort(([a], [b]) => (a < b ? -1 : 1))))
    .digest("hex");

/** A contact as it was opened; asked for again, the same. */
export const openedOf = (contact: Contact): Opened => ({
  contactId: contact.contactId,
  decision: contact.decision,
  messages: messagesOf(contact).slice(0, OPENING_MESSAGES),
});

/** Opens contacts: the question, and what the relay makes of it, in one commit. */
export class Openings {
  readonly #parts: OpeningParts;

  constructor(parts: OpeningParts) {
    this.#parts = parts;
  }

  /** Opens a contact under a consent that was given before. A repeat gives the first result again. */
  async open(request: ContactRequest, consentId: string, pop: Pop): Promise<Opened> {
    const consent = this.#parts.consents.find(consentId);
    if (consent === null) throw new Problem("not-found");
    return this.#parts.lock.run(sessionLock(consent.jkt), async () => {
      if (consent.withdrawn) throw new Problem("consent-withdrawn");
      const digest = requestDigest(request);
      const before = this.before(consent.sessionId, request.clientContactId, digest);
      if (before !== null) return openedOf(before);
      const contactId = this.#parts.newId("c");
      const at = this.#parts.clock.now();
      const verdict = await this.verdict(request, pop);
      await this.#parts.ledger.commit(this.acts(request, { ...consent, at, contactId, digest }, verdict));
      return openedOf(this.#parts.desk.contact(contactId));
    });
  }

  /** The contact that this client id stands for already; throws when it stood for another request. */
  before(sessionId: string, clientContactId: string, digest: string): Contact | null {
    const before = this.#parts.book.findByClientId(sessionId, clientContactId);
    if (before === null) return null;
    if (before.requestDigest !== digest) throw new Problem("key-reused");
    if (this.#parts.consents.find(before.consentId)?.withdrawn === true) throw new Problem("consent-withdrawn");
    return before;
  }

  verdict({ event, text }: Pick<ContactRequest, "event" | "text">, pop: Pop): Promise<Verdict> {
    return this.#parts.relay.ask(pop, event, text);
  }

  /** The acts of an opening. Throws `purpose-missing` where the consent is not for an answer. */
  acts(
    request: ContactRequest,
    given: Pick<Consent, "consentId" | "sessionId" | "purposes"> & { at: number; contactId: string; digest: string },
    verdict: Verdict,
  ): Act[] {
    const { defects, newId, desk } = this.#parts;
    const { at, contactId, consentId, sessionId, purposes, digest } = given;
    const { clientContactId, clientMessageId, event, lane, text } = request;
    if (!purposes.includes("support-reply")) throw new Problem("purpose-missing", "support-reply");
    // The order is only looked up for those who allowed it.
    const orderId = purposes.includes("order-lookup") ? (request.orderId ?? null) : null;
    const hasContext = !defects.strikes("context-missing");
    const opened = openedAct(at, {
      ...{ contactId, clientContactId, consentId, sessionId, event, lane, orderId, hasContext },
      decision: verdict.decision,
      requestDigest: digest,
    });
    return [
      defects.strikes("log-gap") ? { ...opened, unlogged: true } : opened,
      messageAct({ id: newId("m"), seq: 1, contactId, author: "customer", text, at, clientMessageId }),
      ...desk.replyActs(contactId, OPENING_MESSAGES, verdict, at),
    ];
  }
}
