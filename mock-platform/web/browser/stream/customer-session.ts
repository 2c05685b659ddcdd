import type { SessionKey } from "../../../../core/contract/ports.ts";
import { createDpopProof } from "../../../../core/trust/dpop-proof.ts";
import { browserCrypto } from "../shared/browser-crypto.ts";
import { type Answer, type Ask, exchange } from "../shared/exchange.ts";
import type { ServerClock } from "../shared/server-clock.ts";

/** Codes after which the same request with a fresh proof may pass: the clock was learned, or a proof came twice. */
const STALE_PROOF: readonly string[] = ["bad-proof", "proof-replayed"];

/**
 * One customer's session: a key that never leaves this page and the consent token that is bound to it. Both live in
 * memory only, and end with the page.
 */
export class CustomerSession {
  readonly #key: SessionKey;
  readonly #clock: ServerClock;
  #token: string | null = null;

  constructor(key: SessionKey, clock: ServerClock) {
    this.#key = key;
    this.#clock = clock;
  }

  static async begin(clock: ServerClock): Promise<CustomerSession> {
    return new CustomerSession(await browserCrypto.newSessionKey(), clock);
  }

  get publicJwk(): SessionKey["publicJwk"] {
    return this.#key.publicJwk;
  }

  keep(token: string): void {
    this.#token = token;
  }

  /** Forgets the token: from here on nothing personal can be asked for. */
  forget(): void {
    this.#token = null;
  }

  /** An exchange with a proof of possession for this very request (RFC 9449); `query` is no part of the proof. */
  async send(ask: Ask, query = ""): Promise<Answer> {
    const answer = await this.#once(ask, query);
    if (answer.ok || !STALE_PROOF.includes(answer.code)) return answer;
    return this.#once(ask, query);
  }

  async #once(ask: Ask, query: string): Promise<Answer> {
    const proof = await createDpopProof(
      {
        key: this.#key,
        method: ask.method,
        url: `${location.origin}${ask.path}`,
        issuedAtSec: this.#clock.now() / 1000,
        jti: crypto.randomUUID(),
        ...(this.#token === null ? {} : { accessToken: this.#token }),
      },
      browserCrypto,
    );
    const authorization = this.#token === null ? {} : { authorization: `DPoP ${this.#token}` };
    return exchange({ ...ask, path: `${ask.path}${query}`, headers: { dpop: proof, ...authorization } }, this.#clock);
  }
}
