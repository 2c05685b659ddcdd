import type { Crypto, EcPublicJwk } from "../../../core/contract/ports.ts";
import { keyIdOf, spkiPemToJwk } from "../../../core/trust/island-key.ts";

/** The keys that a reader trusts, by TUF key id, from the PEMs that the operator named before the drop. */
export async function trustedKeys(
  pems: readonly string[],
  crypto: Pick<Crypto, "sha256" | "utf8">,
): Promise<ReadonlyMap<string, EcPublicJwk>> {
  const keys = new Map<string, EcPublicJwk>();
  for (const pem of pems) {
    const jwk = spkiPemToJwk(pem);
    if (jwk !== null) keys.set(await keyIdOf(pem, crypto), jwk);
  }
  return keys;
}
