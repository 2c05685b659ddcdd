import { createHash } from "node:crypto";
import type { Clock } from "../../core/contract/ports.ts";
import type { FastPathRequest, FastPathResponse } from "../../core/schema/wire.ts";
import type { Defects } from "../defects.ts";
import { messageAct, openedAct, plainAct } from "../desk/acts.ts";
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
import type { ConsentTokens } from "./token.ts";

export interface FastPathParts {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly consents: ConsentBook;
  readonly book: ContactBook;
  readonly desk: Desk;
  readonly relay: Relay;
  readonly tokens: ConsentTokens;
  readonly defects: Defects;
  readonly newId: NewId;
  /** Shared with the desk. */
  readonly lock: KeyedLock;
  /** Wall milliseconds that a token is good for. */
  readonly tokenLifeMs: number;
}

/** Messages that an opening makes: the question, and the island's answer or the hand-off. */
const OPENING_MESSAGES = 2;

const digestOf = (request: FastPathRequest): string => {
  const { publicJwk: _, ...rest } = request;
  return createHash("sha256")
    .update(JSON.stringify(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1))))
    .digest("hex");
};

const sessionLock = (jkt: string): string => `session:${jkt}`;

/** The one button: session, consent and first question in one call, in one commit of the log. */
export class FastPath {
  readonly #parts: FastPathParts;

  constructor(parts: FastPathParts) {
    this.#parts = parts;
  }

  /** `jkt` is the thumbprint of the key that proved the request. A repeat gives the first result again. */
  open(request: FastPathRequest, jkt: string, pop: Pop): Promise<FastPathResponse> {
    return this.#parts.lock.run(sessionLock(jkt), async () => {
      const { book, consents } = this.#parts;
      const session = consents.sessionOf(jkt);
      const before = session === null ? null : book.findByClientId(session.sessionId, request.clientContactId);
      if (before === null) return this.#first(request, jkt, session?.sessionId ?? this.#parts.newId("s"), pop);
      if (before.requestDigest !== digestOf(request)) throw new Problem("key-reused");
      const consent = consents.find(before.consentId);
      if (consent === null) throw new Problem("not-found");
      if (consent.withdrawn) throw new Problem("consent-withdrawn");
      return this.#response(before, consent);
    });
  }

  /**
   * Withdraws a consent; every contact under it ends at once, also for the agent who holds it. Doing it again changes
   * nothing. Resolves with the contacts whose followers must be let go.
   */
  async withdraw(consentId: string, sessionId: string): Promise<readonly string[]> {
    const { clock, consents, book, ledger, lock } = this.#parts;
    const consent = consents.find(consentId);
    if (consent === null) throw new Problem("not-found");
    if (consent.sessionId !== sessionId) throw new Problem("not-your-consent");
    // Under the session's lock no contact is opened, under each contact's lock nothing is said in it.
    return lock.run(sessionLock(consent.jkt), () => {
      const contacts = book.ofSession(sessionId).filter((contact) => contact.consentId === consentId);
      const ids = contacts.map(({ contactId }) => contactId);
      return lock.runAll(ids, async () => {
        if (consent.withdrawn) return [];
        const at = clock.now();
        const open = contacts.filter(({ state }) => state !== "resolved");
        await ledger.commit([
          { at, kind: "consent.withdrawn", subject: consentId, body: { jti: consent.jti } },
          ...open.map(({ contactId }) => plainAct(at, "contact.resolved", contactId, { by: "consent-withdrawn" })),
        ]);
        return ids;
      });
    });
  }

  async #first(request: FastPathRequest, jkt: string, sessionId: string, pop: Pop): Promise<FastPathResponse> {
    const { clock, ledger, consents, relay, newId } = this.#parts;
    const at = clock.now();
    const consentId = newId("k");
    const contactId = newId("c");
    const verdict = await relay.ask(pop, request.event, request.text);
    await ledger.commit([
      this.#consentAct(request, { at, consentId, sessionId, jkt }),
      ...this.#openingActs(request, { at, consentId, contactId, sessionId }, verdict),
    ]);
    const contact = this.#parts.desk.contact(contactId);
    const consent = consents.find(consentId);
    if (consent === null) throw new Problem("internal");
    return this.#response(contact, consent);
  }

  #consentAct(request: FastPathRequest, ids: { at: number; consentId: string; sessionId: string; jkt: string }): Act {
    const { at, consentId, sessionId, jkt } = ids;
    const body = {
      jti: this.#parts.newId("t"),
      sessionId,
      jkt,
      clientContactId: request.clientContactId,
      purposes: request.purposes.join(" "),
      noticeHash: request.noticeHash,
      expiresAt: at + this.#parts.tokenLifeMs,
    };
    const act: Act = { at, kind: "consent.given", subject: consentId, body };
    return this.#parts.defects.strikes("consent-missing") ? { ...act, unlogged: true } : act;
  }

  #openingActs(
    request: FastPathRequest,
    ids: { at: number; consentId: string; contactId: string; sessionId: string },
    verdict: Verdict,
  ): Act[] {
    const { defects, newId, desk } = this.#parts;
    const { at, contactId, consentId, sessionId } = ids;
    const { clientContactId, clientMessageId, event, lane, text } = request;
    // The order is only looked up for those who allowed it.
    const orderId = request.purposes.includes("order-lookup") ? (request.orderId ?? null) : null;
    const hasContext = !defects.strikes("context-missing");
    const opened = openedAct(at, {
      ...{ contactId, clientContactId, consentId, sessionId, event, lane, orderId, hasContext },
      decision: verdict.decision,
      requestDigest: digestOf(request),
    });
    return [
      defects.strikes("log-gap") ? { ...opened, unlogged: true } : opened,
      messageAct({ id: newId("m"), seq: 1, contactId, author: "customer", text, at, clientMessageId }),
      ...desk.replyActs(contactId, OPENING_MESSAGES, verdict, at),
    ];
  }

  async #response(contact: Contact, consent: Consent): Promise<FastPathResponse> {
    const { consentId, recordedAt, noticeHash, sessionId } = consent;
    return {
      sessionId,
      consentId,
      token: await this.#parts.tokens.issue(consent),
      receipt: { consentId, recordedAt, purposes: [...consent.purposes], noticeHash, logIndex: consent.logIndex ?? 0 },
      contactId: contact.contactId,
      decision: contact.decision,
      messages: messagesOf(contact).slice(0, OPENING_MESSAGES),
    };
  }
}
