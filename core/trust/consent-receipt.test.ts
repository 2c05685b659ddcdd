import { describe, expect, test } from "vitest";
import { newSessionKey, testCrypto } from "../../mock-platform/testing/node-crypto-port.ts";
import { decodeBase64url, encodeBase64url } from "./base64url.ts";
import { type ConsentReceipt, RECEIPT_SCHEMA, RECEIPT_TYPE, verifyConsentReceipt } from "./consent-receipt.ts";
import { signCompactJws } from "./jws.ts";

const RECEIPT: ConsentReceipt = {
  schema: RECEIPT_SCHEMA,
  receiptId: "r_1",
  consentId: "k_1",
  sessionId: "s_1",
  jkt: "j".repeat(43),
  purposes: ["support-reply"],
  noticeHash: "n".repeat(43),
  state: "ConsentGiven",
  recordedAt: 1_800_000_000_000,
  validUntil: 1_800_000_720_000,
  logIndex: 7,
  withdrawal: "DELETE /v1/consents/k_1",
};
const key = await newSessionKey();
const trusted = new Map([["key-1", key.publicJwk]]);
const signed = (payload: object = RECEIPT, header: object = { typ: RECEIPT_TYPE, kid: "key-1" }): Promise<string> =>
  signCompactJws({ ...header }, { ...payload }, key, testCrypto);
const check = async (jws: string): Promise<string> => (await verifyConsentReceipt(jws, trusted, testCrypto)).result;

test("a receipt is checked with nothing but the operator's key, and says what was given", async () => {
  expect(await verifyConsentReceipt(await signed(), trusted, testCrypto)).toEqual({
    ...{ result: "good", receipt: RECEIPT, keyId: "key-1" },
  });
});

test("no byte of it can be altered", async () => {
  const jws = await signed();
  const parts = jws.split(".");
  let tried = 0;
  for (const [place, part] of parts.entries()) {
    const bytes = decodeBase64url(part) ?? expect.fail("not base64url");
    for (let at = 0; at < bytes.length; at += 1) {
      const altered = Uint8Array.from(bytes);
      altered[at] = (altered[at] ?? 0) ^ (1 << (at % 8));
      const forged = parts.map((one, index) => (index === place ? encodeBase64url(altered) : one)).join(".");
      expect(await check(forged), `byte ${at} of part ${place}`).not.toBe("good");
      tried += 1;
    }
  }
  expect(tried).toBeGreaterThan(400);
});

describe("is refused", () => {
  test("in any other spelling", async () => {
    const jws = await signed();
    for (const other of [`${jws}=`, ` ${jws}`, `${jws}\n`, `${jws}.`, jws.replace(".", ". "), jws.slice(0, -1), ""])
      expect(await check(other), JSON.stringify(other.slice(-8))).toBe("malformed");
  });

  test("as another kind of JWS: a token is no receipt", async () => {
    expect(await check(await signed(RECEIPT, { typ: "fieldproof-consent+jwt", kid: "key-1" }))).toBe("malformed");
    expect(await check(await signed(RECEIPT, { typ: RECEIPT_TYPE, kid: "key-1", jwk: key.publicJwk }))).toBe(
      "malformed",
    );
    const none = (await signed()).replace(
      /^[^.]*/,
      encodeBase64url(Buffer.from(`{"alg":"none","typ":"${RECEIPT_TYPE}","kid":"key-1"}`)),
    );
    expect(await check(none)).toBe("malformed");
  });

  test("under a key that is not trusted, or not the one it names", async () => {
    expect(await check(await signed(RECEIPT, { typ: RECEIPT_TYPE, kid: "key-2" }))).toBe("unknown-key");
    const other = await newSessionKey();
    const forged = await signCompactJws({ typ: RECEIPT_TYPE, kid: "key-1" }, { ...RECEIPT }, other, testCrypto);
    expect(await check(forged)).toBe("bad-signature");
  });

  test("with fields that are missing, wrong or more", async () => {
    const { jkt: _, ...short } = RECEIPT;
    expect(await check(await signed(short))).toBe("malformed");
    expect(await check(await signed({ ...RECEIPT, purposes: [] }))).toBe("malformed");
    expect(await check(await signed({ ...RECEIPT, state: "ConsentWithdrawn" }))).toBe("malformed");
    expect(await check(await signed({ ...RECEIPT, extra: 1 }))).toBe("malformed");
    expect(await check(await signed({ ...RECEIPT, sessionId: "Zoë" }))).toBe("malformed");
  });
});
