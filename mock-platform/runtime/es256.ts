import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Crypto, EcPublicJwk } from "../../core/contract/ports.ts";

/** Imported public keys; making one costs half as much as a signature check. */
const imported = new LRUCache<string, KeyObject>({ max: 10_000 });

const keyObject = (jwk: EcPublicJwk): KeyObject => {
  const name = `${jwk.x}.${jwk.y}`;
  const held = imported.get(name);
  if (held !== undefined) return held;
  const key = createPublicKey({ key: { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y }, format: "jwk" });
  imported.set(name, key);
  return key;
};

/** True when raw r||s `signature` over `bytes` is good; false on any bad input. Synchronous: 0.15 ms beats a hop. */
export const verifyEs256Now = (jwk: EcPublicJwk, signature: Uint8Array, bytes: Uint8Array): boolean => {
  try {
    return verify("sha256", bytes, { key: keyObject(jwk), dsaEncoding: "ieee-p1363" }, signature);
  } catch {
    return false;
  }
};

export const sha256Base64url = (text: string): string => createHash("sha256").update(text).digest("base64url");

/** The part of the Crypto port that checking needs. */
export const nodeChecks: Pick<Crypto, "sha256" | "utf8" | "verifyEs256"> = {
  sha256: async (bytes) => createHash("sha256").update(bytes).digest(),
  utf8: (text) => Buffer.from(text, "utf8"),
  verifyEs256: async (jwk, signature, bytes) => verifyEs256Now(jwk, signature, bytes),
};
