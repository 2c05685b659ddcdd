import type { Crypto, EcPublicJwk, SessionKey } from "../../../../core/contract/ports.ts";
import { encodeBase64url } from "../../../../core/trust/base64url.ts";

const CURVE = { name: "ECDSA", namedCurve: "P-256" } as const;
const encoder = new TextEncoder();

type BrowserCrypto = Pick<Crypto, "newSessionKey" | "sha256" | "utf8" | "base64url">;

const copied = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

/** Public half of a key as a JWK of the wire. Throws when the browser gives no coordinates. */
const publicJwkOf = async (key: CryptoKey): Promise<EcPublicJwk> => {
  const { x, y } = await crypto.subtle.exportKey("jwk", key);
  if (x === undefined || y === undefined) throw new Error("the browser's key has no coordinates");
  return { kty: "EC", crv: "P-256", x, y };
};

/** The Crypto port over WebCrypto. A session's private key cannot be exported, and goes with the page. */
export const browserCrypto: BrowserCrypto = {
  newSessionKey: async (): Promise<SessionKey> => {
    const { privateKey, publicKey } = await crypto.subtle.generateKey(CURVE, false, ["sign", "verify"]);
    return {
      publicJwk: await publicJwkOf(publicKey),
      sign: async (bytes) =>
        new Uint8Array(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, privateKey, copied(bytes))),
    };
  },
  sha256: async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", copied(bytes))),
  utf8: (text) => encoder.encode(text),
  base64url: encodeBase64url,
};

/** False on a page that came over plain HTTP from another machine: browsers keep WebCrypto from it. */
export const hasCrypto = (): boolean => globalThis.isSecureContext && "subtle" in crypto;
