import type { Timers } from "../../../../core/contract/ports.ts";

/** The Timers port over the browser's own. */
export const browserTimers: Timers = {
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  waitOr: (ms, other) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      void other.finally(() => {
        clearTimeout(timer);
        resolve();
      });
    }),
};
