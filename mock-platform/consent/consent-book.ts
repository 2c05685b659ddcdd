import type { ConsentRecord } from "../../core/schema/wire.ts";
import type { EventDraft } from "../event-log/event-store.ts";
import type { Projection } from "../event-log/ledger.ts";

export interface Consent {
  readonly consentId: string;
  readonly jti: string;
  readonly sessionId: string;
  /** Thumbprint of the session's key (RFC 7638). */
  readonly jkt: string;
  readonly clientContactId: string | null;
  readonly purposes: readonly string[];
  readonly noticeHash: string;
  readonly recordedAt: number;
  readonly expiresAt: number;
  /** Null when a seeded defect kept it out of the log; then no export knows of it. */
  readonly logIndex: number | null;
  withdrawn: boolean;
}

/** Every consent, folded from the log; sessions are known by the consents given in them. */
export class ConsentBook implements Projection {
  readonly #consents = new Map<string, Consent>();
  readonly #byKey = new Map<string, Consent[]>();

  /** The consent as it stands, or null when the log knows of none. */
  find(consentId: string): Consent | null {
    return this.#consents.get(consentId) ?? null;
  }

  /** The consents of one session, by the thumbprint of its key, oldest first. */
  ofKey(jkt: string): readonly Consent[] {
    return this.#byKey.get(jkt) ?? [];
  }

  /** Epoch milliseconds until which the session of this consent may be served: one may follow another. */
  validUntil(consentId: string): number {
    const given = this.ofKey(this.find(consentId)?.jkt ?? "").filter(({ withdrawn }) => !withdrawn);
    return Math.max(0, ...given.map(({ expiresAt }) => expiresAt));
  }

  all(): IterableIterator<Consent> {
    return this.#consents.values();
  }

  size(): number {
    return this.#consents.size;
  }

  apply(event: EventDraft, index: number | null): void {
    const { kind, subject, body, at } = event;
    if (kind === "consent.withdrawn") {
      const consent = this.#consents.get(subject);
      if (consent !== undefined) consent.withdrawn = true;
    }
    if (kind !== "consent.given") return;
    const consent: Consent = {
      consentId: subject,
      jti: String(body["jti"]),
      sessionId: String(body["sessionId"]),
      jkt: String(body["jkt"]),
      clientContactId: typeof body["clientContactId"] === "string" ? body["clientContactId"] : null,
      purposes: String(body["purposes"]).split(" "),
      noticeHash: String(body["noticeHash"]),
      recordedAt: at,
      expiresAt: Number(body["expiresAt"]),
      logIndex: index,
      withdrawn: false,
    };
    this.#consents.set(subject, consent);
    this.#byKey.set(consent.jkt, [...this.ofKey(consent.jkt), consent]);
  }
}

/** The consent as an export line; no token, only its jti. */
export const consentRecord = (consent: Consent, nowMs: number): ConsentRecord => ({
  consentId: consent.consentId,
  jti: consent.jti,
  sessionId: consent.sessionId,
  clientContactId: consent.clientContactId,
  purposes: [...consent.purposes],
  noticeHash: consent.noticeHash,
  state: consent.withdrawn ? "withdrawn" : consent.expiresAt <= nowMs ? "expired" : "given",
  recordedAt: consent.recordedAt,
});
