import type { Clock, Timers } from "../../../core/contract/ports.ts";
import { createLookBucket } from "./look-bucket.ts";

/** Wider than the minute that a desk counts: what leaves evenly may arrive closer together. */
export const WINDOW_MS = 62_000;

/**
 * Which requests may wait longer: what a person does goes before a look for news. Where both wait, looks at who waits
 * (`queue`) and for replies (`look`) take turns, since the many of one kind would keep the other from ever being made.
 */
export type Urgency = "act" | "queue" | "look";

export interface Limiter {
  /**
   * Waits for room and takes it. False when there was none until `deadlineMs` (epoch), or whoever asked is `gone` by
   * then; nothing is taken in both cases.
   */
  take(urgency: Urgency, deadlineMs: number, gone?: () => boolean): Promise<boolean>;
  stats(): LimiterStats;
}

export interface LimiterStats {
  readonly granted: number;
  readonly refused: number;
  /** How long requests waited for room, in all and at most; wall milliseconds. */
  readonly waitedMs: number;
  readonly longestWaitMs: number;
  /** The same of acts alone: as long as this, what looks like a slow desk was our own patience. */
  readonly longestActWaitMs: number;
}

/** When the next request may leave: sends in any `WINDOW_MS` stay within `limit`. Pure; `sent` is in order of time. */
export const freeAt = (sent: readonly number[], limit: number, nowMs: number): number => {
  const oldest = sent.length < limit ? undefined : sent[sent.length - limit];
  return oldest === undefined ? nowMs : Math.max(nowMs, oldest + WINDOW_MS);
};

interface Waiting {
  readonly urgency: Urgency;
  readonly since: number;
  readonly deadlineMs: number;
  readonly gone: () => boolean;
  readonly done: (granted: boolean) => void;
}

/**
 * Keeps all requests that share it within a published limit in every window of a minute, wherever that begins (a sliding
 * log, which a bucket that refills would break at its edges). Null for `perMinute`: no limit. It holds for one process:
 * k6's VUs share nothing, so one VU lives everybody.
 */
export function createLimiter(options: {
  perMinute: number | null;
  clock: Clock;
  timers: Timers;
  /** Requests that another process sent before: how many, and when the last of them may have left (epoch ms). */
  already?: { readonly requests: number; readonly atMs: number };
}): Limiter {
  const { perMinute, clock, timers, already } = options;
  const sent: number[] = Array.from(
    { length: Math.min(perMinute ?? 0, already?.requests ?? 0) },
    () => already?.atMs ?? 0,
  );
  const queue: Waiting[] = [];
  const looks = createLookBucket(perMinute ?? 1, WINDOW_MS);
  let stats: LimiterStats = { granted: 0, refused: 0, waitedMs: 0, longestWaitMs: 0, longestActWaitMs: 0 };
  let running = false;
  let wake: () => void = () => {};

  const settle = (one: Waiting, granted: boolean): void => {
    const waited = Math.max(0, clock.now() - one.since);
    stats = {
      granted: stats.granted + (granted ? 1 : 0),
      refused: stats.refused + (granted || one.gone() ? 0 : 1),
      waitedMs: stats.waitedMs + waited,
      longestWaitMs: Math.max(stats.longestWaitMs, waited),
      longestActWaitMs: one.urgency === "act" ? Math.max(stats.longestActWaitMs, waited) : stats.longestActWaitMs,
    };
    one.done(granted);
  };
  /** Acts within the window. */
  const acts: number[] = [];
  let lastLook: Urgency = "look";
  const first = (kind: Urgency): number => queue.findIndex(({ urgency }) => urgency === kind);
  /** Place of the look whose turn it is. */
  const lookOf = (): number => {
    const other = first(lastLook === "look" ? "queue" : "look");
    return other < 0 ? first(lastLook) : other;
  };

  const grant = (place: number, now: number, limit: number): void => {
    const [one] = queue.splice(place, 1);
    if (one === undefined) return;
    sent.push(now);
    if (sent.length > limit) sent.shift();
    if (one.urgency === "act") acts.push(now);
    else {
      lastLook = one.urgency;
      looks.take(now);
    }
    settle(one, true);
  };

  const pump = async (limit: number): Promise<void> => {
    while (queue.length > 0) {
      const now = clock.now();
      while ((acts[0] ?? now) <= now - WINDOW_MS) acts.shift();
      for (const late of queue.filter(({ deadlineMs, gone }) => deadlineMs < now || gone())) {
        queue.splice(queue.indexOf(late), 1);
        settle(late, false);
      }
      const act = first("act");
      const free = Math.max(freeAt(sent, limit, now), act >= 0 ? now : looks.freeAt(acts.length, now));
      if (queue.length > 0 && free <= now) grant(act >= 0 ? act : lookOf(), now, limit);
      else if (queue.length > 0) {
        const due = Math.min(free, ...queue.map(({ deadlineMs }) => deadlineMs + 1));
        const woken = new Promise<void>((resolve) => {
          wake = resolve;
        });
        await timers.waitOr(Math.max(1, due - now), woken);
      }
    }
    running = false;
  };

  return {
    take: (urgency, deadlineMs, gone = () => false) =>
      new Promise((resolve) => {
        const one: Waiting = { urgency, since: clock.now(), deadlineMs, gone, done: resolve };
        if (perMinute === null) {
          settle(one, true);
          return;
        }
        queue.push(one);
        wake();
        if (running) return;
        running = true;
        void pump(perMinute);
      }),
    stats: () => stats,
  };
}
