import { beat } from "../actors/prober.ts";
import { record } from "./contact-log.ts";
import { config } from "./inputs.ts";
import { k6Clock, k6Timers } from "./timers.ts";

/** What `setup` hands to every VU. */
export interface Start {
  readonly t0: number;
}

/** Longer than the drill can last: contacts own their deadline, k6 only guards against a hang. */
const GUARD_MS = config.leadMs + config.endOffsetMs + 20_000;

/** A scenario in which each of `vus` runs the function `exec` once. */
export const once = (exec: string, vus: number) => ({
  executor: "per-vu-iterations" as const,
  exec,
  vus,
  iterations: 1,
  maxDuration: `${Math.ceil(GUARD_MS / 1000)}s`,
  gracefulStop: "0s",
});

/** For `setup`: says when the load begins, a lead from now. */
export function beginLoad(): Start {
  const now = k6Clock.now();
  const t0 = now + config.leadMs;
  record({ kind: "clock", t0, at: now });
  return { t0 };
}

/** For `heartbeat`: k6's own sign of life, to the end of the drain. */
export const keepBeating = (start: Start): Promise<void> =>
  beat(start.t0 + config.endOffsetMs, { clock: k6Clock, timers: k6Timers, onBeat: record });

/** For `teardown`: the last line. */
export const endLoad = (): void => record({ kind: "end", at: k6Clock.now() });
