import type { Clock } from "../../core/contract/ports.ts";

/** Purges that a PoP takes at once, and the wall time in which it earns one more: as of a CDN, published. */
export const MOST_PURGES_AT_ONCE = 20;
export const PURGE_EVERY_MS = 500;

/** The rate of purges at one PoP: the generic cell rate algorithm (ITU-T I.371), on a clock that never steps. */
export class PurgeGate {
  readonly #monotonic: Clock;
  /** When the next one would come if they came evenly. */
  #dueAt: number;

  constructor(monotonic: Clock) {
    this.#monotonic = monotonic;
    this.#dueAt = monotonic.now();
  }

  /** Wall ms until one more may pass; 0 when it may now. */
  waitMs(): number {
    return Math.max(0, this.#dueAt - this.#monotonic.now() - (MOST_PURGES_AT_ONCE - 1) * PURGE_EVERY_MS);
  }

  take(): void {
    this.#dueAt = Math.max(this.#dueAt, this.#monotonic.now()) + PURGE_EVERY_MS;
  }
}
