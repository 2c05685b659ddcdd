import type { Crypto, EcPublicJwk } from "../contract/ports.ts";
import { decodeBase64url } from "./base64url.ts";

/** `typ` of a receipt's JWS: neither a consent token nor a proof passes for one, nor the other way round. */
export const RECEIPT_TYPE = "fieldproof-consent-receipt+json";
export const RECEIPT_SCHEMA = "fieldproof.consent-receipt/1";

/** What a customer keeps of a consent: the record after ISO/IEC TS 27560, as far as this stack has its fields. */
export interface ConsentReceipt {
  readonly schema: typeof RECEIPT_SCHEMA;
  readonly receiptId: string;
  readonly consentId: string;
  /** The customer, by the pseudonym of one session. */
  readonly sessionId: string;
  /** Thumbprint of the session's key (RFC 7638): who holds the key can show that the receipt is theirs. */
  readonly jkt: string;
  readonly purposes: readonly string[];
  /** SHA-256, base64url, of the notice that was shown. */
  readonly noticeHash: string;
  readonly state: "ConsentGiven";
  /** Epoch milliseconds. */
  readonly recordedAt: number;
  readonly validUntil: number;
  /** Index of the consent in the event log; null when the log has none. */
  readonly logIndex: number | null;
  /** How to take the consent back. */
  readonly withdrawal: string;
}

export type ReceiptCheck =
  | { readonly result: "good"; readonly receipt: ConsentReceipt; readonly keyId: string }
  | { readonly result: "malformed" | "unknown-key" | "bad-signature" };

const LONGEST_RECEIPT = 8192;

type Json = Readonly<Record<string, unknown>>;

/** The JSON object in a part, which must be canonical base64url of ASCII; null for anything else. */
const objectOf = (part: string): Json | null => {
  const bytes = decodeBase64url(part);
  if (bytes === null || bytes.some((byte) => byte > 0x7e)) return null;
  try {
    const value: unknown = JSON.parse(String.fromCharCode(...bytes));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
};

const hasOnly = (value: Json, keys: readonly string[]): boolean =>
  Object.keys(value).length === keys.length && keys.every((key) => Object.hasOwn(value, key));

const TEXTS = ["receiptId", "consentId", "sessionId", "jkt", "noticeHash", "withdrawal"] as const;
const TIMES = ["recordedAt", "validUntil"] as const;
const KEYS = ["schema", ...TEXTS, "purposes", "state", ...TIMES, "logIndex"];

const isReceipt = (value: Json): value is Json & ConsentReceipt =>
  hasOnly(value, KEYS) &&
  value["schema"] === RECEIPT_SCHEMA &&
  value["state"] === "ConsentGiven" &&
  TEXTS.every((key) => typeof value[key] === "string" && value[key] !== "") &&
  TIMES.every((key) => typeof value[key] === "number" && Number.isFinite(value[key])) &&
  (value["logIndex"] === null || Number.isSafeInteger(value["logIndex"])) &&
  Array.isArray(value["purposes"]) &&
  value["purposes"].length > 0 &&
  value["purposes"].every((purpose) => typeof purpose === "string");

/**
 * Checks a receipt offline: a compact JWS (RFC 7515, ES256) in its one canonical spelling, of the receipt's own type,
 * signed by a key that the caller trusts, by `kid`. Take the keys from the operator, never from where the receipt came
 * from. Never throws. It says what was given and when; whether it was withdrawn since, only the stack can say.
 */
export const verifyConsentReceipt = async (
  jws: string,
  trusted: ReadonlyMap<string, EcPublicJwk>,
  crypto: Pick<Crypto, "verifyEs256" | "utf8">,
): Promise<ReceiptCheck> => {
  const [head = "", body = "", tail = "", more] = jws.split(".");
  const header = jws.length > LONGEST_RECEIPT ? null : objectOf(head);
  const receipt = header === null ? null : objectOf(body);
  const signature = decodeBase64url(tail);
  if (header === null || receipt === null || signature === null || more !== undefined) return { result: "malformed" };
  const { alg, typ, kid } = header;
  if (!hasOnly(header, ["alg", "typ", "kid"]) || alg !== "ES256" || typ !== RECEIPT_TYPE || typeof kid !== "string")
    return { result: "malformed" };
  const key = trusted.get(kid);
  if (key === undefined) return { result: "unknown-key" };
  const isSigned = await crypto.verifyEs256(key, signature, crypto.utf8(`${head}.${body}`));
  if (!isSigned) return { result: "bad-signature" };
  return isReceipt(receipt) ? { result: "good", receipt, keyId: kid } : { result: "malformed" };
};
