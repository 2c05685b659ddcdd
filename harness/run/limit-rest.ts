import { WINDOW_MS } from "../../drills/targets/http/limiter.ts";
import type { TargetSource } from "./target-session.ts";

/**
 * How long to wait before the next replicate at this target, wall milliseconds. Each load keeps a published limit by itself
 * and knows nothing of the one before: their requests must not fall into one minute.
 */
export const restBeforeNext = (source: TargetSource): number =>
  source.kind === "served" &&
  source.target.file.adapter === "http" &&
  source.target.file.limits.publishedLimits.length > 0
    ? WINDOW_MS
    : 0;

/** Waits, unless the run is ended before. */
export const rest = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
  });
