import type { ProxyTime } from "../proxy-time.ts";

/** Time that passes when a test says so. */
export class SteppedTime implements ProxyTime {
  #now = 1000;
  #timers: { at: number; task: () => void }[] = [];
  #watchers: (() => void)[] = [];

  now(): number {
    return this.#now;
  }

  after(wallMs: number, task: () => void): () => void {
    const timer = { at: this.#now + wallMs, task };
    this.#timers.push(timer);
    for (const tell of this.#watchers.splice(0)) tell();
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  }

  /** Resolves when somebody next sets a timer: what a test waits for before it lets time pass. */
  armed(): Promise<void> {
    return new Promise((resolve) => void this.#watchers.push(resolve));
  }

  /** Runs what is due by then, in its order, and lets promises settle after each. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      const [next] = this.#timers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#timers = this.#timers.filter((each) => each !== next);
      this.#now = Math.max(this.#now, next.at);
      next.task();
      await settled();
    }
    this.#now = end;
    await settled();
  }

  /** Moves the clock without running a timer, as a process that was stopped finds it when it goes on. */
  skip(ms: number): void {
    this.#now += ms;
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
