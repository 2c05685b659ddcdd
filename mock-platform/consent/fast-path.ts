import type { FastPathRequest, FastPathResponse } from "../../core/schema/wire.ts";
import type { Pop } from "../edge/pop.ts";
import { type Consents, sessionLock } from "./consents.ts";
import { openedOf, type OpeningParts, type Openings, requestDigest } from "./openings.ts";
import type { Sessions } from "./sessions.ts";

export interface FastPathParts extends OpeningParts {
  readonly sessions: Sessions;
  readonly consentDesk: Consents;
  readonly openings: Openings;
}

/** The one button: session, consent and first question in one call, in one commit of the log. */
export class FastPath {
  readonly #parts: FastPathParts;

  constructor(parts: FastPathParts) {
    this.#parts = parts;
  }

  /**
   * `jkt` is the thumbprint of the key that proved the request. A repeat gives the first result again. Throws
   * `session-ended` for a key whose consents are all withdrawn, `purpose-missing` for a consent to no answer.
   */
  open(request: FastPathRequest, jkt: string, pop: Pop): Promise<FastPathResponse> {
    const { lock, consents, openings } = this.#parts;
    return lock.run(sessionLock(jkt), async () => {
      const { publicJwk: _, ...asked } = request;
      const digest = requestDigest(asked);
      const sessionId = consents.ofKey(jkt)[0]?.sessionId;
      const before = sessionId === undefined ? null : openings.before(sessionId, request.clientContactId, digest);
      const contactId = before?.contactId ?? (await this.#first(request, { jkt, digest }, pop));
      const contact = this.#parts.desk.contact(contactId);
      return { ...(await this.#parts.consentDesk.given(contact.consentId)), ...openedOf(contact) };
    });
  }

  async #first(request: FastPathRequest, of: { jkt: string; digest: string }, pop: Pop): Promise<string> {
    const { clock, ledger, newId, sessions, consentDesk, openings } = this.#parts;
    const { jkt, digest } = of;
    const { sessionId } = sessions.open(jkt);
    const { purposes, clientContactId } = request;
    const at = clock.now();
    const consentId = newId("k");
    const contactId = newId("c");
    const verdict = await openings.verdict(request, pop);
    await ledger.commit([
      consentDesk.act(request, { at, consentId, sessionId, jkt, clientContactId }),
      ...openings.acts(request, { at, contactId, consentId, sessionId, purposes, digest }, verdict),
    ]);
    return contactId;
  }
}
