import { setTimeout as pause } from "node:timers/promises";
import type { TargetView } from "../../../core/contract/stimulus.ts";

const LOOK_MS = 50;

export interface Look {
  /** Epoch ms at which the look ended. */
  readonly at: number;
  /** No fault is held, and each PoP keeps the event's island fresh. Null where the target did not answer. */
  readonly whole: boolean | null;
}

export interface Onlooker {
  readonly looks: readonly Look[];
  stop(): Promise<void>;
}

/**
 * Looks at a target over and over without touching it: reading an island could mend what is looked at, so only the
 * status of PoPs and the fault port are asked.
 */
export function watchTarget(view: TargetView): Onlooker {
  const looks: Look[] = [];
  const end = new AbortController();
  const watching = (async () => {
    while (!end.signal.aborted) {
      looks.push({ whole: await isWhole(view), at: Date.now() });
      await pause(LOOK_MS, undefined, { signal: end.signal }).catch(() => {});
    }
  })();
  return {
    looks,
    stop: () => {
      end.abort();
      return watching;
    },
  };
}

export async function isWhole(view: TargetView): Promise<boolean | null> {
  const [faults, ...edges] = await Promise.all([view.faults(), ...view.pops.map((pop) => view.edgeStatus(pop))]);
  if (faults === null || edges.includes(null)) return null;
  const kept = edges.every((edge) => edge?.islands.some(({ event, stale }) => event === view.event && stale !== true));
  return faults.held.length === 0 && kept;
}

/** Wall ms from `since` until the target was whole and stayed so; null when it never was. */
export function wholeAfterMs(looks: readonly Look[], since: number): number | null {
  const last = looks.at(-1);
  if (last?.whole !== true) return null;
  const broken = looks.findLast(({ at, whole }) => at >= since && whole !== true);
  if (broken === undefined) return 0;
  const next = looks.find(({ at }) => at > broken.at);
  return next === undefined ? null : next.at - since;
}
