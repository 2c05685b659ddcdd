import type { FastifyRequest } from "fastify";
import type { Defects } from "../defects.ts";
import { Problem } from "../http/problems.ts";
import type { ConsentBook } from "./consent-book.ts";
import type { ProofCheck } from "./proof-check.ts";
import type { ConsentTokens } from "./token.ts";

export interface Session {
  readonly sessionId: string;
  readonly consentId: string;
  /** What the customer allowed. */
  readonly purposes: readonly string[];
}

const pathOf = (request: FastifyRequest): string => request.url.split("?", 1)[0] ?? "";
const proofOf = (request: FastifyRequest): string | undefined => {
  const proof = request.headers["dpop"];
  return typeof proof === "string" ? proof : undefined;
};

/** Who is asking: checks the consent token and the proof that the session's key signed this very request. */
export class SessionAuth {
  readonly #tokens: ConsentTokens;
  readonly #proofs: ProofCheck;
  readonly #consents: ConsentBook;
  readonly #defects: Defects;

  constructor(tokens: ConsentTokens, proofs: ProofCheck, consents: ConsentBook, defects: Defects) {
    this.#tokens = tokens;
    this.#proofs = proofs;
    this.#consents = consents;
    this.#defects = defects;
  }

  /** The thumbprint behind a request that has no token yet. */
  firstProof(request: FastifyRequest, origins: readonly string[]): string {
    return this.#proofs.check(proofOf(request), { method: request.method, path: pathOf(request) }, origins);
  }

  /**
   * Throws the problem that keeps the request out. A withdrawn consent is told from a bad token. With `lapsed` allowed
   * an expired or a withdrawn consent will do: whoever holds its key may always take it back.
   */
  async session(
    request: FastifyRequest,
    origins: readonly string[],
    lapsed: "refused" | "allowed" = "refused",
  ): Promise<Session> {
    const [scheme, token, more] = (request.headers.authorization ?? "").split(" ");
    if (scheme?.toLowerCase() !== "dpop" || token === undefined) throw new Problem("no-token");
    if (more !== undefined) throw new Problem("bad-token");
    const { claims, ath } = await this.#tokens.check(token, lapsed);
    if (!this.#defects.strikes("proof-unchecked")) {
      const asked = { method: request.method, path: pathOf(request), ath };
      const jkt = this.#proofs.check(proofOf(request), asked, origins);
      if (jkt !== claims.cnf.jkt) throw new Problem("bad-proof", "the proof is by another key than the token's");
    }
    const consent = this.#consents.find(claims.cid);
    if (consent === null || consent.jti !== claims.jti) throw new Problem("bad-token", "no such consent is on record");
    if (consent.withdrawn && lapsed === "refused") throw new Problem("consent-withdrawn");
    return { sessionId: claims.sub, consentId: claims.cid, purposes: consent.purposes };
  }
}
