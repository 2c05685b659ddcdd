import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { Clock, EcPublicJwk } from "../../core/contract/ports.ts";
import { publicJwkSchema } from "../../core/schema/wire.ts";
import { decodeBase64url } from "../../core/trust/base64url.ts";
import { Problem } from "../http/problems.ts";
import { sha256Base64url, verifyEs256Now } from "../runtime/es256.ts";

/** How far, in wall milliseconds, a proof's `iat` may be off. */
export const PROOF_WINDOW_MS = 60_000;
const LONGEST_PROOF = 2048;

const headerSchema = z.object({ typ: z.literal("dpop+jwt"), alg: z.literal("ES256"), jwk: publicJwkSchema });
const claimsSchema = z.object({
  htm: z.string(),
  htu: z.string(),
  iat: z.number(),
  jti: z.string().min(1).max(128),
  ath: z.string().optional(),
});

export interface ProvenRequest {
  readonly method: string;
  /** Path without query. */
  readonly path: string;
  /** Digest of the token that came along, when one did. */
  readonly ath?: string;
}

const jsonPart = (part: string): unknown => {
  const bytes = decodeBase64url(part);
  if (bytes === null) throw new Problem("bad-proof", "the proof is not canonical base64url");
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch {
    throw new Problem("bad-proof", "the proof holds no JSON");
  }
};

/** SHA-256 JWK thumbprint, base64url (RFC 7638). */
export const thumbprint = ({ x, y }: EcPublicJwk): string =>
  sha256Base64url(`{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`);

/** Checks DPoP proofs (RFC 9449 section 4.3): signature, method, address, age, token, and that none comes twice. */
export class ProofCheck {
  readonly #clock: Clock;
  readonly #seen: LRUCache<string, true>;

  constructor(clock: Clock) {
    this.#clock = clock;
    // Both edges of the window: a proof from the future stays valid for twice as long.
    this.#seen = new LRUCache({
      max: 200_000,
      ttl: 2 * PROOF_WINDOW_MS,
      ttlResolution: 1000,
      ttlAutopurge: false,
      perf: { now: () => clock.now() },
    });
  }

  /** The thumbprint of the key that signed the proof. Throws `bad-proof` or `proof-replayed`. */
  check(proof: string | undefined, request: ProvenRequest, origins: readonly string[]): string {
    if (proof === undefined) throw new Problem("no-token", "the DPoP header is missing");
    if (proof.length > LONGEST_PROOF) throw new Problem("bad-proof", "the proof is too long");
    const [head = "", body = "", tail = "", more] = proof.split(".");
    const signature = decodeBase64url(tail);
    const header = headerSchema.safeParse(jsonPart(head));
    const claims = claimsSchema.safeParse(jsonPart(body));
    if (more !== undefined || signature === null || !header.success || !claims.success) throw new Problem("bad-proof");
    this.#fits(claims.data, request, origins);
    const { jwk } = header.data;
    if (!verifyEs256Now(jwk, signature, Buffer.from(`${head}.${body}`, "latin1")))
      throw new Problem("bad-proof", "the signature is not good");
    const jkt = thumbprint(jwk);
    // Only after the signature: nobody can spend another one's proof ids.
    const name = `${jkt} ${claims.data.jti}`;
    if (this.#seen.has(name)) throw new Problem("proof-replayed");
    this.#seen.set(name, true);
    return jkt;
  }

  #fits(claims: z.infer<typeof claimsSchema>, request: ProvenRequest, origins: readonly string[]): void {
    if (claims.htm !== request.method) throw new Problem("bad-proof", "htm is not the method of this request");
    if (!origins.some((origin) => claims.htu === `${origin}${request.path}`))
      throw new Problem("bad-proof", "htu is not the address of this request");
    if (Math.abs(claims.iat * 1000 - this.#clock.now()) > PROOF_WINDOW_MS)
      throw new Problem("bad-proof", "iat is too far off");
    if (request.ath !== claims.ath) throw new Problem("bad-proof", "ath is not the digest of the token");
  }
}
