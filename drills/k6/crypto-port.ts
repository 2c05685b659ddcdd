import { hmac } from "k6/crypto";
import { b64encode } from "k6/encoding";
import type { Crypto } from "../../core/contract/ports.ts";
import { decodeBase64url, encodeBase64url } from "../../core/trust/base64url.ts";

const CURVE = { name: "ECDSA", namedCurve: "P-256" } as const;
const ES256 = { name: "ECDSA", hash: { name: "SHA-256" } } as const;

/** k6's encoder hands out bytes on its own buffer; WebCrypto wants exactly those. */
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const COORDINATE_BYTES = 32;

/** k6 2.2 drops leading zero bytes of a coordinate; RFC 7518 section 6.2.1.2 wants all 32 octets. */
function fullCoordinate(text: string): string {
  const bytes = decodeBase64url(text);
  if (bytes === null || bytes.length >= COORDINATE_BYTES) return text;
  const full = new Uint8Array(COORDINATE_BYTES);
  full.set(bytes, COORDINATE_BYTES - bytes.length);
  return encodeBase64url(full);
}

/** The Crypto port over k6's WebCrypto: ES256 and SHA-256 only, which is all that k6 2.2 shares with the web. */
export const k6Crypto: Crypto = {
  utf8,
  // A view may show a part of its buffer; only that part is encoded.
  base64url: (bytes) => b64encode(bytes.slice().buffer, "rawurl"),
  newSessionKey: async () => {
    const pair = await crypto.subtle.generateKey(CURVE, true, ["sign", "verify"]);
    const jwk = await crypto.subtle.exportKey("jwk", pair.publicKey);
    return {
      publicJwk: { kty: "EC", crv: "P-256", x: fullCoordinate(jwk.x), y: fullCoordinate(jwk.y) },
      sign: async (bytes) => new Uint8Array(await crypto.subtle.sign(ES256, pair.privateKey, bytes)),
    };
  },
  sha256: async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)),
  hmacSha256Hex: (keyHex, text) => hmac("sha256", keyHex, text, "hex"),
  verifyEs256: async (publicJwk, signature, bytes) => {
    try {
      const key = await crypto.subtle.importKey("jwk", { ...publicJwk, ext: true }, CURVE, false, ["verify"]);
      return await crypto.subtle.verify(ES256, key, signature, bytes);
    } catch {
      return false;
    }
  },
};
