import type { Scheduler } from "../runtime/scheduler.ts";

/** Timers that run when the test says so. */
export const manualScheduler = (): Scheduler & { pass(ms: number): void; waiting(): number } => {
  let now = 0;
  const timers = new Set<{ at: number; task: () => void }>();
  return {
    after: (wallMs, task) => {
      const timer = { at: now + wallMs, task };
      timers.add(timer);
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
    waiting: () => timers.size,
  };
};
