import type { KeyObject } from "node:crypto";
import canonicalize from "canonicalize";
import { CompactSign } from "jose";
import { LRUCache } from "lru-cache";
import type { Receipt } from "../../core/schema/wire.ts";
import { type ConsentReceipt, RECEIPT_SCHEMA, RECEIPT_TYPE } from "../../core/trust/consent-receipt.ts";
import type { Consent } from "./consent-book.ts";

const recordOf = (consent: Consent): ConsentReceipt => ({
  schema: RECEIPT_SCHEMA,
  receiptId: consent.consentId.replace(/^k_/, "r_"),
  consentId: consent.consentId,
  sessionId: consent.sessionId,
  jkt: consent.jkt,
  purposes: [...consent.purposes],
  noticeHash: consent.noticeHash,
  state: "ConsentGiven",
  recordedAt: consent.recordedAt,
  validUntil: consent.expiresAt,
  logIndex: consent.logIndex,
  withdrawal: `DELETE /v1/consents/${consent.consentId}`,
});

/** Receipts: the consent's record as RFC 8785 JSON in a JWS that verifies offline (core/trust/consent-receipt.ts). */
export class Receipts {
  readonly #key: KeyObject;
  readonly #keyId: string;
  /** A repeat of a request gets the very same receipt. */
  readonly #issued = new LRUCache<string, Promise<string>>({ max: 20_000 });

  constructor(key: KeyObject, keyId: string) {
    this.#key = key;
    this.#keyId = keyId;
  }

  /** The same record each time; after a restart with another signature over it, as ECDSA has it. */
  async issue(consent: Consent): Promise<Receipt> {
    const { consentId, recordedAt, purposes, noticeHash, logIndex } = consent;
    const jws = this.#issued.get(consentId) ?? this.#sign(consent);
    this.#issued.set(consentId, jws);
    return { consentId, recordedAt, purposes: [...purposes], noticeHash, logIndex: logIndex ?? 0, jws: await jws };
  }

  #sign(consent: Consent): Promise<string> {
    return new CompactSign(Buffer.from(canonicalize(recordOf(consent)) ?? "", "utf8"))
      .setProtectedHeader({ alg: "ES256", typ: RECEIPT_TYPE, kid: this.#keyId })
      .sign(this.#key);
  }
}
