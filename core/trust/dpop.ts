import type { Crypto, SessionKey } from "../contract/ports.ts";
import { encodeBase64url } from "./base64url.ts";
import { signCompactJws } from "./jws.ts";

export interface DpopInput {
  readonly key: SessionKey;
  readonly method: string;
  /** The request's URL; query and fragment are left out of the proof. */
  readonly url: string;
  readonly nowMs: number;
  /** Unique for each proof of this key. */
  readonly jti: string;
  /** The access token that travels with the proof, when one does. */
  readonly token?: string;
}

/** A DPoP proof (RFC 9449 section 4.2) for one request: a compact JWS that holds the session's public key. */
export const dpopProof = async (input: DpopInput, crypto: Pick<Crypto, "sha256" | "utf8">): Promise<string> => {
  const { crv, kty, x, y } = input.key.publicJwk;
  const ath = input.token === undefined ? {} : { ath: encodeBase64url(await crypto.sha256(crypto.utf8(input.token))) };
  const claims = {
    htm: input.method,
    htu: input.url.replace(/[?#].*$/, ""),
    iat: Math.floor(input.nowMs / 1000),
    jti: input.jti,
    ...ath,
  };
  return signCompactJws({ typ: "dpop+jwt", jwk: { crv, kty, x, y } }, claims, input.key, crypto);
};
