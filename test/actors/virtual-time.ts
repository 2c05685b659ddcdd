import type { Clock, Timers } from "../../core/contract/ports.ts";

interface Due {
  readonly at: number;
  readonly fire: () => void;
}

export interface VirtualTime {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Runs `fire` after `ms`; returns the way to call it off. */
  after(ms: number, fire: () => void): () => void;
  /** Lets time pass, from one timer to the next, until `work` has settled. */
  run<T>(work: Promise<T>): Promise<T>;
}

/** More timers than any test needs: what goes beyond waits for nothing and would spin for ever. */
const MOST_STEPS = 20_000;

/** Clock and timers of a test: minutes pass in milliseconds, and the same way each time. */
export function virtualTime(startAt = 1_700_000_000_000): VirtualTime {
  let now = startAt;
  let dues: Due[] = [];
  const after = (ms: number, fire: () => void): (() => void) => {
    const due = { at: now + Math.max(0, ms), fire };
    // Behind those of the same moment: first set, first fired.
    const place = dues.findIndex((other) => other.at > due.at);
    dues.splice(place < 0 ? dues.length : place, 0, due);
    return () => {
      dues = dues.filter((other) => other !== due);
    };
  };
  return {
    clock: { now: () => now },
    timers: {
      wait: (ms) => new Promise((resolve) => void after(ms, resolve)),
      waitOr: (ms, other) =>
        new Promise((resolve) => {
          const cancel = after(ms, resolve);
          void other.then(() => {
            cancel();
            resolve();
          });
        }),
    },
    after,
    run: async (work) => {
      let settled = false;
      const end = (): void => {
        settled = true;
      };
      work.then(end, end);
      for (let steps = 0; steps < MOST_STEPS; steps++) {
        // Everything that promises alone can do is done before time passes.
        await new Promise((resolve) => setImmediate(resolve));
        if (settled) return work;
        const next = dues.shift();
        if (next === undefined) throw new Error("nothing is due, and the work has not ended");
        now = Math.max(now, next.at);
        next.fire();
      }
      throw new Error(`the work has not ended after ${MOST_STEPS} timers`);
    },
  };
}
