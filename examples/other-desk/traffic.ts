const WINDOW_MS = 60_000;

export interface TrafficCount {
  readonly requests: number;
  /** The most that came within any 60 s, those that were refused among them. */
  readonly mostIn60s: number;
  readonly refused: number;
  readonly limitPerMinute: number | null;
}

export interface Traffic {
  /** Takes one request into account; null when it may pass, else seconds after which there is room again. */
  arrive(nowMs: number): number | null;
  count(): TrafficCount;
}

/** Counts requests in each window of 60 s, wherever it begins, and refuses those over the limit, if there is one. */
export const createTraffic = (limitPerMinute: number | null): Traffic => {
  const arrivals: number[] = [];
  const passed: number[] = [];
  let requests = 0;
  let mostIn60s = 0;
  let refused = 0;
  const forget = (list: number[], nowMs: number): void => {
    while ((list[0] ?? nowMs) <= nowMs - WINDOW_MS) list.shift();
  };
  return {
    arrive: (nowMs) => {
      forget(arrivals, nowMs);
      forget(passed, nowMs);
      arrivals.push(nowMs);
      requests += 1;
      mostIn60s = Math.max(mostIn60s, arrivals.length);
      if (limitPerMinute === null || passed.length < limitPerMinute) {
        passed.push(nowMs);
        return null;
      }
      refused += 1;
      return Math.max(1, Math.ceil(((passed[0] ?? nowMs) + WINDOW_MS - nowMs) / 1000));
    },
    count: () => ({ requests, mostIn60s, refused, limitPerMinute }),
  };
};
