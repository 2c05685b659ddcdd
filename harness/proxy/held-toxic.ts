import type { Rng } from "../../core/contract/ports.ts";
import type { Toxic, ToxicState } from "../../core/schema/toxic.ts";

export type ToxicEnd = NonNullable<ToxicState["ended"]>;

/** One toxic that is or was in force: its lease, its draws and what it did. */
export class HeldToxic {
  readonly toxic: Toxic;
  readonly #shares: Rng;
  readonly #swings: Rng;
  readonly #onEnd = new Set<() => void>();
  readonly counts = { eligible: 0, chosen: 0, hit: 0, heldMs: 0, cutBytes: 0 };
  /** On the proxy's clock. */
  expiresAt: number;
  ended: ToxicEnd | null = null;

  /** Two streams, so that jitter moves no draw of the share. */
  constructor(toxic: Toxic, rngs: { shares: Rng; swings: Rng }, now: number) {
    this.toxic = toxic;
    this.#shares = rngs.shares;
    this.#swings = rngs.swings;
    this.expiresAt = now + toxic.ttlMs;
  }

  /** In force at `now`. A process that was stopped and goes on may ask before its timers have run. */
  live(now: number): boolean {
    return this.ended === null && now < this.expiresAt;
  }

  /** Draws whether the next flow is struck: the k-th flow gets the k-th draw, however they interleave later. */
  choose(): boolean {
    const chosen = this.#shares.next() < this.toxic.share;
    this.counts.eligible += 1;
    if (chosen) this.counts.chosen += 1;
    return chosen;
  }

  /** Uniform in [-1, 1), for jitter. */
  swing(): number {
    return 2 * this.#swings.next() - 1;
  }

  /** Calls `task` once when the toxic ends; the returned function forgets it. */
  whenEnded(task: () => void): () => void {
    this.#onEnd.add(task);
    return () => void this.#onEnd.delete(task);
  }

  end(how: ToxicEnd): void {
    if (this.ended !== null) return;
    this.ended = how;
    const tasks = [...this.#onEnd];
    this.#onEnd.clear();
    for (const task of tasks) task();
  }

  state(now: number): ToxicState {
    const leftMs = this.ended === null ? Math.max(0, this.expiresAt - now) : 0;
    return { toxic: this.toxic, counts: { ...this.counts }, leftMs, ended: this.ended };
  }
}
