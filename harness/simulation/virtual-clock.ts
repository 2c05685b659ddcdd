import type { Clock, Timers } from "../../core/contract/ports.ts";

interface Due {
  readonly at: number;
  /** Breaks ties: what was set first is due first. */
  readonly order: number;
  fire: (() => void) | null;
}

/** A clock that jumps from one event to the next: weeks pass in seconds, and the same way each time. */
export interface VirtualClock {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Calls `fire` after `ms` of virtual time; returns the way to call it off. */
  after(ms: number, fire: () => void): () => void;
  /** Lets time pass until nothing is due any more. */
  runDry(): Promise<void>;
  /** Lets time pass, from one event to the next, until `work` has settled. */
  run<T>(work: Promise<T>): Promise<T>;
}

/** More events than any test that waits for one piece of work needs: what goes beyond would spin for ever. */
const MOST_STEPS = 20_000;

const earlier = (a: Due, b: Due): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/**
 * A discrete-event scheduler under real promises: between two events everything that promises alone can do is done
 * (an immediate comes after all micro-tasks), so that one event has had its whole effect before the next.
 */
export function createVirtualClock(startAt = 0): VirtualClock {
  const heap: Due[] = [];
  let now = startAt;
  let set = 0;

  const push = (due: Due): void => {
    let place = heap.length;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !earlier(due, above)) break;
      heap[place] = above;
      place = parent;
    }
    heap[place] = due;
  };
  const pop = (): Due | undefined => {
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    let place = 0;
    for (;;) {
      const left = heap[2 * place + 1];
      const right = heap[2 * place + 2];
      const least = left !== undefined && right !== undefined && earlier(right, left) ? right : left;
      if (least === undefined || !earlier(least, last)) break;
      heap[place] = least;
      place = 2 * place + (least === left ? 1 : 2);
    }
    heap[place] = last;
    return first;
  };
  const after = (ms: number, fire: () => void): (() => void) => {
    const due: Due = { at: now + Math.max(0, ms), order: set++, fire };
    push(due);
    return () => {
      due.fire = null;
    };
  };

  /** One event, after everything that promises alone can do is done. */
  const step = async (isDone: () => boolean): Promise<"done" | "fired" | "nothing due"> => {
    await new Promise((resolve) => setImmediate(resolve));
    if (isDone()) return "done";
    let due = pop();
    // What was called off has no effect, so nothing needs to settle after it.
    while (due !== undefined && due.fire === null) due = pop();
    if (due === undefined) return "nothing due";
    now = due.at;
    due.fire?.();
    return "fired";
  };

  return {
    clock: { now: () => now },
    timers: {
      wait: (ms) => (ms <= 0 ? Promise.resolve() : new Promise((resolve) => void after(ms, resolve))),
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
    runDry: async () => {
      while ((await step(() => false)) === "fired");
    },
    run: async (work) => {
      let settled = false;
      const end = (): void => {
        settled = true;
      };
      work.then(end, end);
      for (let steps = 0; steps < MOST_STEPS; steps++) {
        const came = await step(() => settled);
        if (came === "done") return work;
        if (came === "nothing due") throw new Error("nothing is due, and the work has not ended");
      }
      throw new Error(`the work has not ended after ${MOST_STEPS} events`);
    },
  };
}
