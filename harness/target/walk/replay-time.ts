import type { Clock, Timers } from "../../../core/contract/ports.ts";

/** The time of a replay: it begins when the record did, and passes only when somebody waits. */
export const createReplayTime = (startedAt: number): { readonly clock: Clock; readonly timers: Timers } => {
  let nowMs = startedAt;
  const wait = async (ms: number): Promise<void> => {
    nowMs += Math.max(0, ms);
  };
  return { clock: { now: () => nowMs }, timers: { wait, waitOr: (ms) => wait(ms) } };
};
