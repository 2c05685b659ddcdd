import type { Crypto, EcPublicJwk } from "../contract/ports.ts";
import type { IslandKey } from "../schema/wire.ts";
import { decodeBase64url, encodeBase64url } from "./base64url.ts";
import { encodeHex } from "./hex.ts";
import { olpcJson } from "./olpc-json.ts";

/** DER of `SubjectPublicKeyInfo` for an uncompressed P-256 point, up to the 0x04 before x and y (RFC 5480). */
const SPKI_PREFIX = "3059301306072a8648ce3d020106082a8648ce3d03010703420004";
const PREFIX_BYTES = SPKI_PREFIX.length / 2;
const PEM = /^-----BEGIN PUBLIC KEY-----\r?\n([A-Za-z0-9+/\r\n]+={0,2})\r?\n-----END PUBLIC KEY-----\r?\n?$/;

/** Public JWK of a PEM SPKI (P-256, uncompressed point), or null for anything else. */
export const spkiPemToJwk = (pem: string): EcPublicJwk | null => {
  const body = PEM.exec(pem)?.[1];
  if (body === undefined) return null;
  const text = body
    .replace(/[\r\n]/g, "")
    .replace(/=+$/, "")
    .replace(/\+/g, "-")
    .replace(/\//g, "_");
  const der = decodeBase64url(text);
  if (der === null || der.length !== PREFIX_BYTES + 64) return null;
  if (encodeHex(der.subarray(0, PREFIX_BYTES)) !== SPKI_PREFIX) return null;
  const x = encodeBase64url(der.subarray(PREFIX_BYTES, PREFIX_BYTES + 32));
  return { kty: "EC", crv: "P-256", x, y: encodeBase64url(der.subarray(PREFIX_BYTES + 32)) };
};

/** The TUF key object of a PEM. */
export const islandKeyOf = (pem: string): IslandKey => ({
  keytype: "ecdsa",
  scheme: "ecdsa-sha2-nistp256",
  keyval: { public: pem },
});

/** TUF key id (specification section 4.2): SHA-256, hex, of the OLPC canonical JSON of the PEM's key object. */
export const keyIdOf = async (pem: string, crypto: Pick<Crypto, "sha256" | "utf8">): Promise<string> =>
  encodeHex(await crypto.sha256(crypto.utf8(olpcJson(islandKeyOf(pem)) ?? "")));
