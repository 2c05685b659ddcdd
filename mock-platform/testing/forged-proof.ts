import { randomUUID } from "node:crypto";
import type { SessionKey } from "../../core/contract/ports.ts";
import { signCompactJws } from "../../core/trust/jws.ts";
import { sha256Base64url } from "../runtime/es256.ts";
import { testCrypto } from "./node-crypto-port.ts";

export interface ProofParts {
  readonly method: string;
  readonly url: string;
  readonly token: string | null;
  /** Put over what a good proof would say; `undefined` leaves a field out. */
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Whose signature it bears; the header's key stays `key`'s unless `header` says otherwise. */
  readonly signer?: SessionKey;
}

/** A proof that is good in all but what is asked for, and well signed over that. */
export const forgedProof = (key: SessionKey, parts: ProofParts): Promise<string> => {
  const { method, url, token, header = {}, claims = {}, signer = key } = parts;
  const ath = token === null ? {} : { ath: sha256Base64url(token) };
  return signCompactJws(
    { typ: "dpop+jwt", jwk: key.publicJwk, ...header },
    { htm: method, htu: url, iat: Math.floor(Date.now() / 1000), jti: randomUUID(), ...ath, ...claims },
    signer,
    testCrypto,
  );
};

/** Order of P-256 (SEC 2 section 2.4.2). */
const ORDER = BigInt("0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
const BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** The other signature that is as good as this one: (r, n - s). Whoever compares by text takes it for another token. */
export const withOtherSignature = (jws: string): string => {
  const [head = "", body = "", tail = ""] = jws.split(".");
  const bytes = Buffer.from(tail, "base64url");
  const s = ORDER - BigInt(`0x${bytes.subarray(32).toString("hex")}`);
  const other = Buffer.concat([bytes.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, "0"), "hex")]);
  return [head, body, other.toString("base64url")].join(".");
};

/** The same bytes in another spelling: the unused last bits of one part set, where it has any. */
const withUnusedBits = (part: string): string | null => {
  if (part.length % 4 === 0) return null;
  const last = BASE64URL.indexOf(part.slice(-1));
  return `${part.slice(0, -1)}${BASE64URL.charAt(last | 1)}`;
};

/** Every other spelling that a lenient decoder would take for the same JWS (RFC 7515 base64url). */
export const otherSpellings = (jws: string): Record<string, string> => {
  const parts = jws.split(".");
  const changed = (place: number, part: string): string => parts.with(place, part).join(".");
  const spellings: [string, string][] = parts.flatMap((part, place): [string, string][] => {
    const bits = withUnusedBits(part);
    return [
      [`padding behind part ${place}`, changed(place, part.padEnd(Math.ceil(part.length / 4) * 4 || 4, "="))],
      [`one pad behind part ${place}`, changed(place, `${part}=`)],
      [`a tab in part ${place}`, changed(place, `${part.slice(0, 5)}\t${part.slice(5)}`)],
      ...(bits === null || bits === part
        ? []
        : [[`unused bits of part ${place}`, changed(place, bits)] satisfies [string, string]]),
    ];
  });
  const standard = jws.replaceAll("-", "+").replaceAll("_", "/");
  return Object.fromEntries([
    ...spellings.filter(([, text]) => text !== jws),
    ...(standard === jws ? [] : [["the other alphabet", standard]]),
    ["a dot behind it", `${jws}.`],
    ["a dot before it", `.${jws}`],
    ["quotes", `"${jws}"`],
    ["a comma behind it", `${jws},`],
    ["percent-encoded", jws.replace(".", "%2E")],
  ]);
};
