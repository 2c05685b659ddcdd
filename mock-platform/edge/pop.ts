import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Clock } from "../../core/contract/ports.ts";
import type { EdgeStatus, Island } from "../../core/schema/wire.ts";
import { type IslandCheck, type TrustedIslandKeys, verifyIsland } from "../../core/trust/island-signature.ts";
import { nodeChecks } from "../runtime/es256.ts";

export interface PopOptions {
  readonly name: string;
  readonly clock: Clock;
  readonly trusted: TrustedIslandKeys;
  /** The island's envelope as the origin publishes it, or null; it rejects when the origin does not answer. */
  readonly origin: (event: string) => Promise<string | null>;
  /** Seeded defect: this PoP never gets an island. */
  readonly cutOff?: boolean;
}

interface Held {
  readonly text: string;
  readonly etag: string;
  readonly envelope: unknown;
  readonly island: Island;
  readonly keyId: string;
  readonly verifiedAt: number;
}

/** What became of a fetch; `unreachable`: the origin did not answer, and what is held stays. */
export type StageResult = IslandCheck["result"] | "missing" | "unreachable";
export type NoIsland = Exclude<IslandCheck["result"], "good"> | "missing";
/** How the island came: from this PoP's cache, or after a fetch because it was not there or out of date. */
export type CacheOutcome = "hit" | "uri-miss" | "stale";
export type Served =
  | {
      readonly result: "good";
      readonly island: Island;
      readonly keyId: string;
      readonly text: string;
      readonly etag: string;
      readonly ttlMs: number;
      readonly cache: CacheOutcome;
    }
  | { readonly result: NoIsland };

/** After a vain fetch the PoP waits this long (wall) before it asks the origin again. */
const NEGATIVE_CACHE_MS = 1000;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** An edge location: keeps islands, trusts only what verifies, and verifies again each time it serves. */
export class Pop {
  readonly name: string;
  readonly #options: PopOptions;
  readonly #held = new Map<string, Held>();
  readonly #fetching = new Map<string, Promise<StageResult>>();
  /** Anyone may ask for any event; what is not there must not fill the memory. */
  readonly #vainUntil = new LRUCache<string, number>({ max: 1000 });
  #generation = 0;
  #serves = 0;

  constructor(options: PopOptions) {
    this.name = options.name;
    this.#options = options;
  }

  /** Fetches the event's island from the origin and keeps it when it verifies. One fetch in flight per event. */
  stage(event: string): Promise<StageResult> {
    const running = this.#fetching.get(event);
    if (running !== undefined) return running;
    const fetching = this.#fetch(event).finally(() => this.#fetching.delete(event));
    this.#fetching.set(event, fetching);
    return fetching;
  }

  /** The island as it may be shown now, checked anew, or why there is none. */
  async serve(event: string): Promise<Served> {
    let cache: CacheOutcome = "hit";
    let check = await this.#check(event);
    if (check !== "missing" && check.result === "good") return this.#good(event, check, cache);
    if (this.#options.clock.now() >= (this.#vainUntil.get(event) ?? 0)) {
      cache = check === "missing" ? "uri-miss" : "stale";
      if ((await this.stage(event)) !== "good")
        this.#vainUntil.set(event, this.#options.clock.now() + NEGATIVE_CACHE_MS);
      check = await this.#check(event);
    }
    if (check === "missing") return { result: "missing" };
    return check.result === "good" ? this.#good(event, check, cache) : { result: check.result };
  }

  status(): EdgeStatus {
    return {
      pop: this.name,
      islands: [...this.#held].map(([event, { island, keyId, verifiedAt }]) => ({
        event,
        version: island.version,
        keyId,
        expires: island.expires,
        verifiedAt,
      })),
      trustedKeyIds: [...this.#options.trusted.keys()],
      cacheGeneration: this.#generation,
    };
  }

  /** Times that an island was served, to readers and to the relay. */
  serves(): number {
    return this.#serves;
  }

  async #fetch(event: string): Promise<StageResult> {
    let text: string | null;
    try {
      text = this.#options.cutOff === true ? null : await this.#options.origin(event);
    } catch {
      return "unreachable";
    }
    if (text === null) return "missing";
    const envelope = parsed(text);
    const leastVersion = this.#held.get(event)?.island.version ?? 1;
    const now = this.#options.clock.now();
    const check = await verifyIsland(envelope, this.#options.trusted, now, nodeChecks, { event, leastVersion });
    if (check.result !== "good") return check.result;
    const etag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
    this.#held.set(event, { text, etag, envelope, island: check.island, keyId: check.keyId, verifiedAt: now });
    this.#vainUntil.delete(event);
    this.#generation += 1;
    return "good";
  }

  async #check(event: string): Promise<IslandCheck | "missing"> {
    const held = this.#held.get(event);
    if (held === undefined) return "missing";
    return verifyIsland(held.envelope, this.#options.trusted, this.#options.clock.now(), nodeChecks, { event });
  }

  #good(event: string, check: IslandCheck & { result: "good" }, cache: CacheOutcome): Served {
    const held = this.#held.get(event);
    if (held === undefined) return { result: "missing" };
    this.#serves += 1;
    const ttlMs = Date.parse(check.island.expires) - this.#options.clock.now();
    return { result: "good", island: check.island, keyId: check.keyId, text: held.text, etag: held.etag, ttlMs, cache };
  }
}
