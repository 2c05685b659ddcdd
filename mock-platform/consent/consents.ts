import type { Clock } from "../../core/contract/ports.ts";
import type { ConsentRequest } from "../../core/schema/session-wire.ts";
import type { Receipt } from "../../core/schema/wire.ts";
import type { Defects } from "../defects.ts";
import { plainAct } from "../desk/acts.ts";
import type { ContactBook } from "../desk/contact-book.ts";
import type { Act, Ledger } from "../event-log/ledger.ts";
import { Problem } from "../http/problems.ts";
import type { NewId } from "../runtime/ids.ts";
import type { KeyedLock } from "../runtime/keyed-lock.ts";
import type { Consent, ConsentBook } from "./consent-book.ts";
import type { Receipts } from "./receipts.ts";
import type { Sessions } from "./sessions.ts";
import type { ConsentTokens } from "./token.ts";

export interface ConsentParts {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly consents: ConsentBook;
  readonly book: ContactBook;
  readonly sessions: Sessions;
  readonly tokens: ConsentTokens;
  readonly receipts: Receipts;
  readonly defects: Defects;
  readonly newId: NewId;
  /** Shared with the desk. */
  readonly lock: KeyedLock;
  /** Wall milliseconds that a token is good for. */
  readonly tokenLifeMs: number;
}

/** What the holder of a consent gets. */
export interface Given {
  readonly sessionId: string;
  readonly consentId: string;
  readonly token: string;
  readonly receipt: Receipt;
}

/** Nothing is opened in a session and no consent of it withdrawn while somebody holds this. */
export const sessionLock = (jkt: string): string => `session:${jkt}`;

/** Consents: given, and taken back in as many steps. */
export class Consents {
  readonly #parts: ConsentParts;

  constructor(parts: ConsentParts) {
    this.#parts = parts;
  }

  /** Records a consent of an open session. Throws `no-session` or `session-ended`. */
  give(request: ConsentRequest, jkt: string): Promise<Given> {
    const { lock, sessions, ledger, newId } = this.#parts;
    return lock.run(sessionLock(jkt), async () => {
      const consentId = newId("k");
      const sessionId = sessions.find(jkt);
      const at = this.#parts.clock.now();
      await ledger.commit([this.act(request, { at, consentId, sessionId, jkt, clientContactId: null })]);
      return this.given(consentId);
    });
  }

  /** consent.given. */
  act(
    { purposes, noticeHash }: ConsentRequest,
    ids: { at: number; consentId: string; sessionId: string; jkt: string; clientContactId: string | null },
  ): Act {
    const { newId, tokenLifeMs, defects } = this.#parts;
    const { at, consentId, ...rest } = ids;
    const body = { jti: newId("t"), ...rest, purposes: purposes.join(" "), noticeHash, expiresAt: at + tokenLifeMs };
    const act: Act = { at, kind: "consent.given", subject: consentId, body };
    return defects.strikes("consent-missing") ? { ...act, unlogged: true } : act;
  }

  /** Token and receipt of a consent, as often as they are asked for. */
  async given(consentId: string): Promise<Given> {
    const consent = this.#find(consentId);
    const { tokens, receipts } = this.#parts;
    const [token, receipt] = await Promise.all([tokens.issue(consent), receipts.issue(consent)]);
    return { sessionId: consent.sessionId, consentId, token, receipt };
  }

  /**
   * Withdraws a consent; every contact under it ends at once, also for the agent who holds it. Doing it again changes
   * nothing. Resolves with the contacts whose followers must be let go.
   */
  withdraw(consentId: string, sessionId: string): Promise<readonly string[]> {
    const { clock, book, ledger, lock } = this.#parts;
    const consent = this.#find(consentId);
    if (consent.sessionId !== sessionId) throw new Problem("not-your-consent");
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

  /** Throws `not-found`. */
  #find(consentId: string): Consent {
    const consent = this.#parts.consents.find(consentId);
    if (consent === null) throw new Problem("not-found");
    return consent;
  }
}
