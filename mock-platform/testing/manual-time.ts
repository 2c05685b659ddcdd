import type { Clock } from "../../core/contract/ports.ts";
import type { Scheduler } from "../runtime/scheduler.ts";

interface Timer {
  readonly at: number;
  readonly task: () => void;
}

/** A clock that stands still and timers that fire when a test moves it, in the order of their time. */
export class ManualTime implements Clock, Scheduler {
  #now: number;
  #timers: Timer[] = [];

  constructor(startAt = 1_800_000_000_000) {
    this.#now = startAt;
  }

  now(): number {
    return this.#now;
  }

  after(wallMs: number, task: () => void): () => void {
    const timer = { at: this.#now + wallMs, task };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  }

  /** Moves the clock on and fires what falls due; what a timer started by promise runs before the next one. */
  async pass(wallMs: number): Promise<void> {
    const end = this.#now + wallMs;
    for (;;) {
      const next = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((one) => one !== next);
      this.#now = Math.max(this.#now, next.at);
      next.task();
      await settled();
    }
    this.#now = end;
    await settled();
  }
}

/** Lets everything run that waits for nothing but the event loop. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
