/** Of a limit, what is kept for acts however few there are, and of what looks may take the part that may come at once. */
const ACT_SHARE = 0.25;
const BURST_SHARE = 0.25;

/** How many looks a limit allows beside so many acts; as acts grow, what is kept for them does. */
export const looksAllowed = (limit: number, acts: number): number =>
  Math.max(1, limit - Math.max(limit * ACT_SHARE, Math.min(1.25 * acts, limit * 0.9)));

/**
 * Paces looks within a limit, so that they never eat what acts will need: a bucket that refills evenly. Over any window
 * looks take at most the limit less the acts' share, which grows with the acts of the last window.
 */
export interface LookBucket {
  /** When the next look may leave; now, when it may at once. */
  freeAt(acts: number, nowMs: number): number;
  take(nowMs: number): void;
}

/** @param limit requests in any `windowMs` */
export function createLookBucket(limit: number, windowMs: number): LookBucket {
  let tokens = Math.max(1, looksAllowed(limit, 0) * BURST_SHARE);
  let filledAt: number | null = null;
  return {
    freeAt: (acts, nowMs) => {
      const allowed = looksAllowed(limit, acts);
      const burst = Math.max(1, allowed * BURST_SHARE);
      const perMs = Math.max(1, allowed - burst) / windowMs;
      tokens = Math.min(burst, tokens + Math.max(0, nowMs - (filledAt ?? nowMs)) * perMs);
      filledAt = nowMs;
      // What is missing by a rounding error is there.
      return tokens > 1 - 1e-9 ? nowMs : nowMs + Math.ceil((1 - tokens) / perMs);
    },
    take: (nowMs) => {
      tokens -= 1;
      filledAt = nowMs;
    },
  };
}
