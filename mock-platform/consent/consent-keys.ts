import { createPublicKey, type KeyObject } from "node:crypto";
import type { ConsentKeys } from "../../core/schema/session-wire.ts";
import { spkiPemToJwk } from "../../core/trust/island-key.ts";

/** The public half of the consent key as a JWK set (RFC 7517). */
export const consentKeys = (key: KeyObject, keyId: string): ConsentKeys => {
  const jwk = spkiPemToJwk(createPublicKey(key).export({ type: "spki", format: "pem" }).toString());
  return { keys: jwk === null ? [] : [{ ...jwk, kid: keyId, alg: "ES256", use: "sig" }] };
};
