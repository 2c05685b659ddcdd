import { LRUCache } from "lru-cache";
import type { Clock } from "../../core/contract/ports.ts";
import type { PopPurge, PurgeMode } from "../../core/schema/purge-wire.ts";
import type { EdgeStatus, Island } from "../../core/schema/wire.ts";
import { type IslandCheck, type TrustedIslandKeys, verifyIsland } from "../../core/trust/island-signature.ts";
import { nodeChecks } from "../runtime/es256.ts";
import { etagOf, type IslandCopy, parsedJson } from "./island-copy.ts";

export interface PopOptions {
  readonly name: string;
  readonly clock: Clock;
  readonly trusted: TrustedIslandKeys;
  /** The island's envelope as the origin publishes it, or null; it rejects when the origin does not answer. */
  readonly origin: (event: string) => Promise<string | null>;
  /** Seeded defect: this PoP never gets an island. */
  readonly cutOff?: boolean;
}

/** What became of a fetch; `unreachable`: the origin did not answer, and what is held stays. */
export type StageResult = IslandCheck["result"] | "missing" | "unreachable";
export type NoIsland = Exclude<IslandCheck["result"], "good"> | "missing";
/**
 * How the island came: from this PoP's cache, fresh or stale after a soft purge, or after a fetch because it was not
 * there or out of date.
 */
export type CacheOutcome = "hit" | "stale-hit" | "uri-miss" | "stale";
export type Served =
  | {
      readonly result: "good";
      readonly island: Island;
      readonly keyId: string;
      readonly text: string;
      readonly etag: string;
      /** Wall ms of freshness left; negative since a soft purge. */
      readonly ttlMs: number;
      readonly cache: CacheOutcome;
    }
  | { readonly result: NoIsland };

/** One fetch on its way, and the purge that came meanwhile. */
interface Flight {
  softPurgedAt: number | null;
  discarded: boolean;
}

interface Verified {
  readonly result: "good";
  readonly copy: IslandCopy;
  readonly check: IslandCheck & { readonly result: "good" };
  readonly now: number;
}

/** After a vain fetch the PoP waits this long (wall) before it asks the origin again. */
const NEGATIVE_CACHE_MS = 1000;

/** An edge location: keeps islands, trusts only what verifies, and verifies again each time it serves. */
export class Pop {
  readonly name: string;
  readonly #options: PopOptions;
  readonly #held = new Map<string, IslandCopy>();
  /** Newest version ever verified, by event: an eviction opens no way back to an older one. */
  readonly #newest = new Map<string, number>();
  readonly #fetching = new Map<string, { readonly flight: Flight; readonly result: Promise<StageResult> }>();
  /** Anyone may ask for any event; what is not there must not fill the memory. */
  readonly #vainUntil = new LRUCache<string, number>({ max: 1000 });
  readonly #counts = { serves: 0, fetches: 0, purges: 0 };
  #generation = 0;

  constructor(options: PopOptions) {
    this.name = options.name;
    this.#options = options;
  }

  /** Fetches the event's island from the origin and keeps it when it verifies. One fetch in flight per event. */
  stage(event: string): Promise<StageResult> {
    const running = this.#fetching.get(event);
    if (running !== undefined) return running.result;
    const flight: Flight = { softPurgedAt: null, discarded: false };
    const result = this.#fetch(event, flight).finally(() => {
      if (this.#fetching.get(event)?.flight === flight) this.#fetching.delete(event);
    });
    this.#fetching.set(event, { flight, result });
    return result;
  }

  /** The island as it may be shown now, checked anew, or why there is none. */
  async serve(event: string): Promise<Served> {
    const first = await this.#serveHeld(event, null);
    if (first.result === "good" || this.#isVain(event)) return first;
    if ((await this.stage(event)) !== "good") this.#noteVain(event);
    return this.#serveHeld(event, first.result === "missing" ? "uri-miss" : "stale");
  }

  /** What is held, checked as for a reader, but nothing is fetched or counted. */
  async look(event: string): Promise<{ result: "good"; island: Island } | { result: NoIsland }> {
    const found = await this.#verified(event);
    return found.result === "good" ? { result: "good", island: found.check.island } : found;
  }

  /**
   * Forgets an event's island (core/schema/purge-wire.ts). After `soft` or `hard` a fetch that was under way counts as
   * from before it; after `evict` it may land, since it brings the origin's current island.
   */
  purge(event: string, mode: PurgeMode): PopPurge {
    const copy = this.#held.get(event);
    const running = this.#fetching.get(event);
    const now = this.#options.clock.now();
    this.#generation += 1;
    this.#counts.purges += 1;
    this.#vainUntil.delete(event);
    if (mode === "soft") {
      if (copy !== undefined) copy.staleSince ??= now;
      if (running !== undefined) running.flight.softPurgedAt ??= now;
    } else if (copy !== undefined) {
      copy.dropped = true;
      this.#held.delete(event);
    }
    if (mode === "hard" && running !== undefined) {
      running.flight.discarded = true;
      this.#fetching.delete(event);
    }
    return { wasHeld: copy !== undefined, cacheGeneration: this.#generation };
  }

  status(): EdgeStatus {
    return {
      pop: this.name,
      islands: [...this.#held].map(([event, { island, keyId, verifiedAt, staleSince }]) => ({
        ...{ event, version: island.version, keyId, expires: island.expires, verifiedAt, stale: staleSince !== null },
      })),
      trustedKeyIds: [...this.#options.trusted.keys()],
      cacheGeneration: this.#generation,
    };
  }

  /** Times that an island was served (to readers and to the relay), fetched from the origin, and purged. */
  counts(): Readonly<{ serves: number; fetches: number; purges: number }> {
    return { ...this.#counts };
  }

  async #fetch(event: string, flight: Flight): Promise<StageResult> {
    let text: string | null = null;
    try {
      if (this.#options.cutOff !== true) {
        this.#counts.fetches += 1;
        text = await this.#options.origin(event);
      }
    } catch {
      return flight.discarded ? this.stage(event) : "unreachable";
    }
    const now = this.#options.clock.now();
    const envelope = text === null ? null : parsedJson(text);
    const wanted = { event, leastVersion: this.#newest.get(event) ?? 1 };
    const check = text === null ? null : await verifyIsland(envelope, this.#options.trusted, now, nodeChecks, wanted);
    // A hard purge came while it was under way: who waits for it waits for one that left the origin later.
    if (flight.discarded) return this.stage(event);
    if (text === null || check === null) return "missing";
    if (check.result !== "good") return check.result;
    const { island, keyId } = check;
    const copy = { text, etag: etagOf(text), envelope, island, keyId, verifiedAt: now };
    this.#held.set(event, { ...copy, staleSince: flight.softPurgedAt, dropped: false });
    this.#newest.set(event, island.version);
    this.#vainUntil.delete(event);
    this.#generation += 1;
    return "good";
  }

  /** What is held, when it verifies. `fetched`: why it was fetched for this very request, null when it was not. */
  async #serveHeld(event: string, fetched: CacheOutcome | null): Promise<Served> {
    const found = await this.#verified(event);
    if (found.result !== "good") return found;
    this.#counts.serves += 1;
    const { copy, now } = found;
    const { island, keyId } = found.check;
    const shown = { result: "good", island, keyId, text: copy.text, etag: copy.etag } as const;
    if (copy.staleSince === null || fetched !== null)
      return { ...shown, ttlMs: Date.parse(island.expires) - now, cache: fetched ?? "hit" };
    this.#revalidate(event);
    return { ...shown, ttlMs: Math.min(-1, copy.staleSince - now), cache: "stale-hit" };
  }

  async #verified(event: string): Promise<Verified | { readonly result: NoIsland }> {
    const copy = this.#held.get(event);
    if (copy === undefined) return { result: "missing" };
    const now = this.#options.clock.now();
    const check = await verifyIsland(copy.envelope, this.#options.trusted, now, nodeChecks, { event });
    // It was purged while its signature was checked.
    if (copy.dropped) return { result: "missing" };
    return check.result === "good" ? { result: "good", copy, check, now } : { result: check.result };
  }

  /** One fetch for all who are served a stale copy meanwhile (RFC 5861 section 3). */
  #revalidate(event: string): void {
    if (this.#isVain(event)) return;
    void this.stage(event).then((result) => {
      if (result !== "good") this.#noteVain(event);
    });
  }

  #isVain(event: string): boolean {
    return this.#options.clock.now() < (this.#vainUntil.get(event) ?? 0);
  }

  #noteVain(event: string): void {
    this.#vainUntil.set(event, this.#options.clock.now() + NEGATIVE_CACHE_MS);
  }
}
