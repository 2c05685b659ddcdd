import type { EventDraft } from "../event-log/event-store.ts";
import type { Projection } from "../event-log/ledger.ts";
import type { Scheduler } from "../runtime/scheduler.ts";

/** Tells who waits for news of the desk that there are some. The last of the ledger's projections: all others know. */
export class DeskNews implements Projection {
  readonly #scheduler: Scheduler;
  readonly #waiting = new Set<() => void>();
  #revision = 0;

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  revision(): number {
    return this.#revision;
  }

  apply({ kind }: EventDraft): void {
    // Offers change no board: they are how agents without one get their work.
    if (kind === "contact.offered" || kind === "island.published") return;
    this.#revision += 1;
    this.#wake();
  }

  /** Resolves when the desk is past `after`, or when `waitMs` (wall) are over; `onAbort` is given the way to end it. */
  past(after: number, waitMs: number, onAbort: (stop: () => void) => void): Promise<void> {
    if (after !== this.#revision || waitMs <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      // A commit brings several events in one turn; one look sees them all.
      const wake = (): void => void setImmediate(finish);
      const finish = (): void => {
        cancel();
        this.#waiting.delete(wake);
        resolve();
      };
      const cancel = this.#scheduler.after(waitMs, finish);
      this.#waiting.add(wake);
      onAbort(finish);
    });
  }

  /** Ends every wait; for closing. */
  stop(): void {
    this.#wake();
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}
