import type { Clock, Timers } from "../../core/contract/ports.ts";

/** k6's script clock ticks in whole milliseconds. */
export const k6Clock: Clock = { now: () => Date.now() };

export const k6Timers: Timers = {
  wait: (ms) =>
    new Promise((resolve) => {
      setTimeout(resolve, Math.max(0, ms));
    }),
  waitOr: (ms, other) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, ms));
      void other.then(() => {
        clearTimeout(timer);
        resolve();
      });
    }),
};
