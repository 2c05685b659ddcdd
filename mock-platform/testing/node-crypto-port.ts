import { createHash, createHmac, generateKeyPairSync, sign } from "node:crypto";
import type { Crypto, SessionKey } from "../../core/contract/ports.ts";
import { nodeChecks } from "../runtime/es256.ts";

/** A session key of Node's own making. */
export const newSessionKey = async (): Promise<SessionKey> => {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  return {
    publicJwk: { kty: "EC", crv: "P-256", x, y },
    sign: async (bytes) => sign("sha256", bytes, { key: privateKey, dsaEncoding: "ieee-p1363" }),
  };
};

/** The Crypto port over node:crypto, for tests. */
export const testCrypto: Crypto = {
  base64url: (bytes) => Buffer.from(bytes).toString("base64url"),
  ...nodeChecks,
  newSessionKey,
  sha256: async (bytes) => createHash("sha256").update(bytes).digest(),
  hmacSha256Hex: (keyHex, text) => createHmac("sha256", Buffer.from(keyHex, "hex")).update(text).digest("hex"),
};
