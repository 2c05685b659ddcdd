import type { Crypto, EcPublicJwk } from "../contract/ports.ts";
import { encodeBase64url } from "./base64url.ts";

/** SHA-256 JWK thumbprint, base64url (RFC 7638): the `jkt` of a DPoP-bound token. */
export const jwkThumbprint = async (jwk: EcPublicJwk, crypto: Pick<Crypto, "sha256" | "utf8">): Promise<string> =>
  encodeBase64url(
    await crypto.sha256(crypto.utf8(`{"crv":"${jwk.crv}","kty":"${jwk.kty}","x":"${jwk.x}","y":"${jwk.y}"}`)),
  );
