import type { Scheduler } from "../runtime/scheduler.ts";

export interface ManualScheduler extends Scheduler {
  /** Lets time pass: runs what is due by then, in its order. */
  pass(ms: number): void;
  /** Resolves when somebody next sets a timer of exactly this length. */
  next(wallMs: number): Promise<void>;
  waiting(): number;
}

/** Timers that run when the test says so. */
export const manualScheduler = (): ManualScheduler => {
  let now = 0;
  const timers = new Set<{ at: number; task: () => void }>();
  const watched = new Map<number, (() => void)[]>();
  return {
    after: (wallMs, task) => {
      const timer = { at: now + wallMs, task };
      timers.add(timer);
      for (const tell of watched.get(wallMs)?.splice(0) ?? []) tell();
      return () => void timers.delete(timer);
    },
    pass: (ms) => {
      const end = now + ms;
      for (;;) {
        const [next] = [...timers].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at);
        if (next === undefined) break;
        timers.delete(next);
        now = next.at;
        next.task();
      }
      now = end;
    },
    next: (wallMs) =>
      new Promise((resolve) => {
        watched.set(wallMs, [...(watched.get(wallMs) ?? []), resolve]);
      }),
    waiting: () => timers.size,
  };
};
