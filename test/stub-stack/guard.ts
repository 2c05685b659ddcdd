import { randomUUID } from "node:crypto";
import { calculateJwkThumbprint, compactVerify, EmbeddedJWK } from "jose";
import type { Tells } from "./lies.ts";

/** What came along with a request. */
export interface Asked {
  readonly authorization: string | undefined;
  readonly dpop: string | undefined;
  readonly method: string;
  /** Without query. */
  readonly url: string;
}

interface Claims {
  readonly jti?: unknown;
  readonly htm?: unknown;
  readonly htu?: unknown;
  readonly iat?: unknown;
  readonly ath?: unknown;
}

const OLDEST_PROOF_SEC = 60;
const digest = async (text: string): Promise<string> =>
  Buffer.from(await crypto.subtle.digest("SHA-256", Buffer.from(text))).toString("base64url");

/** Thrown at who may not; the code goes into the problem. */
export class Refused extends Error {
  readonly statusCode = 401;
}

/** Who may do what at the stub: tokens bound to keys (RFC 9449), tickets good for once, and the agents' bearer. */
export class StubGuard {
  readonly #tells: Tells;
  readonly #agentBearer: string;
  readonly #keys = new Map<string, { readonly jkt: string; readonly contactId: string }>();
  readonly #proofs = new Set<string>();
  readonly #tickets = new Map<string, string>();

  constructor(tells: Tells, agentBearer: string) {
    this.#tells = tells;
    this.#agentBearer = agentBearer;
  }

  /** The thumbprint of the key behind a request that has no token yet; remembered for `issue`. */
  async firstProof(asked: Asked): Promise<string> {
    return this.#tells("unguarded") ? "anybody" : this.#prove(asked, undefined);
  }

  issue(contactId: string, jkt: string): string {
    const token = `token-${randomUUID()}`;
    this.#keys.set(token, { jkt, contactId });
    return token;
  }

  async customer(asked: Asked, contactId: string): Promise<void> {
    if (this.#tells("unguarded")) return;
    const [scheme, token = ""] = (asked.authorization ?? "").split(" ");
    const held = this.#keys.get(token);
    if (scheme !== "DPoP" || held === undefined) throw new Refused("no-token");
    if ((await this.#prove(asked, token)) !== held.jkt) throw new Refused("bad-proof");
    if (held.contactId !== contactId) throw new Refused("not-your-contact");
  }

  agent(authorization: string | undefined): void {
    if (this.#tells("unguarded")) return;
    if (authorization !== `Bearer ${this.#agentBearer}`) throw new Refused("bad-bearer");
  }

  ticket(contactId: string): string {
    const ticket = randomUUID();
    this.#tickets.set(ticket, contactId);
    return ticket;
  }

  /** True once per ticket, unless the stub lies. */
  redeems(ticket: string, contactId: string): boolean {
    if (this.#tells("unguarded")) return true;
    const good = this.#tickets.get(ticket) === contactId;
    if (!this.#tells("any-ticket")) this.#tickets.delete(ticket);
    return good;
  }

  async #prove({ dpop, method, url }: Asked, token: string | undefined): Promise<string> {
    const verified = await compactVerify(dpop ?? "", EmbeddedJWK, { algorithms: ["ES256"] }).catch(() => {
      throw new Refused("bad-proof");
    });
    const { jti, htm, htu, iat, ath }: Claims = JSON.parse(Buffer.from(verified.payload).toString("utf8"));
    const fresh = typeof iat === "number" && Math.abs(iat - Date.now() / 1000) <= OLDEST_PROOF_SEC;
    if (typeof jti !== "string" || this.#proofs.has(jti) || !fresh) throw new Refused("bad-proof");
    if (htm !== method || htu !== url || ath !== (token === undefined ? undefined : await digest(token)))
      throw new Refused("bad-proof");
    this.#proofs.add(jti);
    return calculateJwkThumbprint(verified.protectedHeader.jwk ?? {});
  }
}
