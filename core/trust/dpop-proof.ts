import type { Crypto, SessionKey } from "../contract/ports.ts";
import { signCompactJws } from "./jws.ts";

export interface DpopInput {
  readonly key: SessionKey;
  readonly method: string;
  /** The request's URL; query and fragment are left out of the proof. */
  readonly url: string;
  /** Seconds since the epoch. */
  readonly issuedAtSec: number;
  /** Unique for each proof of this key. */
  readonly jti: string;
  /** The token that travels with the proof, when one does. */
  readonly accessToken?: string;
}

/** A DPoP proof (RFC 9449 section 4.2) for one request: a compact JWS that holds the session's public key. */
export const createDpopProof = async (
  input: DpopInput,
  crypto: Pick<Crypto, "sha256" | "utf8" | "base64url">,
): Promise<string> => {
  const { key, method, url, issuedAtSec, jti, accessToken } = input;
  const { crv, kty, x, y } = key.publicJwk;
  const ath = accessToken === undefined ? {} : { ath: crypto.base64url(await crypto.sha256(crypto.utf8(accessToken))) };
  const claims = { htm: method, htu: url.replace(/[?#].*$/, ""), iat: Math.floor(issuedAtSec), jti, ...ath };
  return signCompactJws({ typ: "dpop+jwt", jwk: { crv, kty, x, y } }, claims, key, crypto);
};
