import type { Crypto, EcPublicJwk } from "../contract/ports.ts";
import type { Island, IslandEnvelope } from "../schema/wire.ts";
import { derToRaw } from "./ecdsa-der.ts";
import { decodeHex } from "./hex.ts";
import { isIslandEnvelope } from "./island-shape.ts";
import { olpcJson } from "./olpc-json.ts";

/** Trusted public keys by TUF key id. Make the ids with `keyIdOf`; never take them from an envelope. */
export type TrustedIslandKeys = ReadonlyMap<string, EcPublicJwk>;

export type IslandCheck =
  | { readonly result: "good"; readonly island: Island; readonly keyId: string }
  | { readonly result: "malformed" | "wrong-event" | "unknown-key" | "bad-signature" | "expired" | "version-rollback" };

export interface IslandExpectation {
  readonly event?: string;
  /** The highest version seen so far: an older one is a rollback. */
  readonly leastVersion?: number;
}

const goodKey = async (
  envelope: IslandEnvelope,
  trusted: TrustedIslandKeys,
  crypto: Pick<Crypto, "verifyEs256" | "utf8">,
): Promise<string | null> => {
  const canonical = olpcJson(envelope.signed);
  if (canonical === null) return null;
  const bytes = crypto.utf8(canonical);
  for (const { keyid, sig } of envelope.signatures) {
    const jwk = trusted.get(keyid);
    const der = decodeHex(sig);
    const raw = der === null ? null : derToRaw(der);
    if (jwk !== undefined && raw !== null && (await crypto.verifyEs256(jwk, raw, bytes))) return keyid;
  }
  return null;
};

/**
 * Checks an island as a PoP or a probe must: shape, event, a good signature by a trusted key, expiry, no rollback.
 * Signatures come before time and version, so that a forger learns nothing from those. Never throws.
 */
export const verifyIsland = async (
  envelope: unknown,
  trusted: TrustedIslandKeys,
  nowMs: number,
  crypto: Pick<Crypto, "verifyEs256" | "utf8">,
  expected: IslandExpectation = {},
): Promise<IslandCheck> => {
  if (!isIslandEnvelope(envelope)) return { result: "malformed" };
  const { signed, signatures } = envelope;
  if (expected.event !== undefined && signed.event !== expected.event) return { result: "wrong-event" };
  if (!signatures.some(({ keyid }) => trusted.has(keyid))) return { result: "unknown-key" };
  const keyId = await goodKey(envelope, trusted, crypto);
  if (keyId === null) return { result: "bad-signature" };
  if (Date.parse(signed.expires) <= nowMs) return { result: "expired" };
  if (expected.leastVersion !== undefined && signed.version < expected.leastVersion)
    return { result: "version-rollback" };
  return { result: "good", island: signed, keyId };
};
