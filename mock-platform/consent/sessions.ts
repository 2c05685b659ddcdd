import { LRUCache } from "lru-cache";
import type { Clock } from "../../core/contract/ports.ts";
import { Problem } from "../http/problems.ts";
import type { NewId } from "../runtime/ids.ts";
import type { ConsentBook } from "./consent-book.ts";

interface Pending {
  readonly sessionId: string;
  readonly endsAt: number;
}

/** Sessions without a consent, at most. */
const MOST_PENDING = 50_000;

/**
 * Ephemeral sessions: one key, one session, one pseudonym. The same key gets the same session again; another key
 * always gets another one, and nothing that is kept says whose the two are. Before a consent a session is nothing but
 * an id in memory: no log, no disk, forgotten in time. A session whose consents are all withdrawn is over for good: what
 * comes after shall not be known for the same person's, so its key opens nothing any more.
 */
export class Sessions {
  readonly #clock: Clock;
  readonly #consents: ConsentBook;
  readonly #newId: NewId;
  /** Wall milliseconds that a session waits for its consent. */
  readonly #waitMs: number;
  readonly #pending: LRUCache<string, Pending>;

  constructor(parts: { clock: Clock; consents: ConsentBook; newId: NewId; waitMs: number }) {
    this.#clock = parts.clock;
    this.#consents = parts.consents;
    this.#newId = parts.newId;
    this.#waitMs = parts.waitMs;
    this.#pending = new LRUCache({ max: MOST_PENDING });
  }

  /** Opens the session of a key, or finds it. Throws `session-ended`. */
  open(jkt: string): { readonly sessionId: string; readonly endsAt: number } {
    const known = this.#known(jkt);
    if (known !== null) return known;
    const session = { sessionId: this.#newId("s"), endsAt: this.#clock.now() + this.#waitMs };
    this.#pending.set(jkt, session);
    return session;
  }

  /** The open session of a key. Throws `no-session` or `session-ended`. */
  find(jkt: string): string {
    const known = this.#known(jkt);
    if (known === null) throw new Problem("no-session");
    return known.sessionId;
  }

  #known(jkt: string): Pending | null {
    const given = this.#consents.ofKey(jkt);
    const [first] = given;
    if (first !== undefined) {
      if (given.every(({ withdrawn }) => withdrawn)) throw new Problem("session-ended");
      return { sessionId: first.sessionId, endsAt: Math.max(...given.map(({ expiresAt }) => expiresAt)) };
    }
    const pending = this.#pending.get(jkt);
    return pending === undefined || pending.endsAt <= this.#clock.now() ? null : pending;
  }
}
