import { createPublicKey, type KeyObject } from "node:crypto";
import { compactVerify, SignJWT } from "jose";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { Clock } from "../../core/contract/ports.ts";
import { decodeBase64url } from "../../core/trust/base64url.ts";
import { Problem } from "../http/problems.ts";
import { sha256Base64url } from "../runtime/es256.ts";
import type { Consent } from "./consent-book.ts";

const claimsSchema = z.object({
  jti: z.string(),
  sub: z.string(),
  cid: z.string(),
  purposes: z.array(z.string()),
  noticeHash: z.string(),
  cnf: z.object({ jkt: z.string() }),
  iat: z.number(),
  exp: z.number(),
});
export type TokenClaims = z.infer<typeof claimsSchema>;

const TYPE = "fieldproof-consent+jwt";
const LONGEST_TOKEN = 4096;

/** True for exactly one spelling of each token: three canonical base64url parts, nothing around them. */
export const isStrictCompact = (text: string): boolean => {
  const parts = text.split(".");
  return parts.length === 3 && parts.every((part) => part !== "" && decodeBase64url(part) !== null);
};

export interface CheckedToken {
  readonly claims: TokenClaims;
  /** SHA-256, base64url, of the token: the `ath` of its proofs (RFC 9449). */
  readonly ath: string;
}

/** Issues and checks consent tokens (ES256, bound to the session's key by `cnf.jkt`). */
export class ConsentTokens {
  readonly #key: KeyObject;
  readonly #public: KeyObject;
  readonly #keyId: string;
  readonly #clock: Clock;
  /** Claims of tokens already checked, by digest; a token's text is never a key. */
  readonly #checked = new LRUCache<string, TokenClaims>({ max: 20_000 });

  constructor(key: KeyObject, keyId: string, clock: Clock) {
    this.#key = key;
    this.#public = createPublicKey(key);
    this.#keyId = keyId;
    this.#clock = clock;
  }

  /** The token of a consent; asked again it says the same with the same jti. */
  issue(consent: Consent): Promise<string> {
    const { jti, consentId, purposes, noticeHash, jkt } = consent;
    return new SignJWT({ cid: consentId, purposes: [...purposes], noticeHash, cnf: { jkt } })
      .setProtectedHeader({ alg: "ES256", typ: TYPE, kid: this.#keyId })
      .setJti(jti)
      .setSubject(consent.sessionId)
      .setIssuedAt(Math.floor(consent.recordedAt / 1000))
      .setExpirationTime(Math.ceil(consent.expiresAt / 1000))
      .sign(this.#key);
  }

  /** Throws `bad-token`, or `token-expired` unless `lapsed` is allowed. */
  async check(token: string, lapsed: "refused" | "allowed" = "refused"): Promise<CheckedToken> {
    if (token.length > LONGEST_TOKEN) throw new Problem("bad-token");
    const ath = sha256Base64url(token);
    const claims = this.#checked.get(ath) ?? (await this.#verify(token, ath));
    if (lapsed === "refused" && claims.exp * 1000 <= this.#clock.now()) throw new Problem("token-expired");
    return { claims, ath };
  }

  async #verify(token: string, ath: string): Promise<TokenClaims> {
    if (!isStrictCompact(token)) throw new Problem("bad-token");
    try {
      const { payload, protectedHeader } = await compactVerify(token, this.#public, { algorithms: ["ES256"] });
      if (protectedHeader.typ !== TYPE || protectedHeader.kid !== this.#keyId) throw new Problem("bad-token");
      const claims = claimsSchema.parse(JSON.parse(Buffer.from(payload).toString("utf8")));
      this.#checked.set(ath, claims);
      return claims;
    } catch {
      throw new Problem("bad-token");
    }
  }
}
