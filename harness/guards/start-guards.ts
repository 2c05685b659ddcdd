import type { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { Guard } from "../../core/schema/guard.ts";
import { type Reach, reachOf } from "../faults/reach.ts";
import type { HooksPlace } from "../faults/pinned-hooks.ts";
import type { GuardPort } from "./guard-port.ts";
import { hookPort } from "./hook-port.ts";
import { COUNTER_PACE, type GuardWatch, type ReadPace, watchGuards } from "./watch-guards.ts";

/** A program is started each time: seldom. */
const HOOK_PACE: ReadPace = { everyMs: 2000, blindReads: 3 };

/**
 * Begins to watch all guards of a run: those on counters by one reading, each on a hook by its own, so that a hook that
 * hangs makes nobody else blind. The first that trips is told.
 * @throws FieldproofError FP-HOOK-006 for a guard on a hook at a target without hooks
 */
export function startGuards(
  guards: readonly Guard[],
  counters: GuardPort,
  hooks: HooksPlace | null,
  onTrip: (fault: FieldproofError) => void,
  /** How far hooks reach; this machine alone without it. */
  reach: Reach = reachOf(),
): GuardWatch {
  const onHooks = guards.flatMap((guard) =>
    guard.signal.hook === undefined ? [] : [{ guard, port: hookPort(hooks, guard.signal.hook, reach) }],
  );
  const onCounters = guards.filter(({ signal }) => signal.hook === undefined);
  let over = false;
  const first = (fault: FieldproofError): void => {
    if (over) return;
    over = true;
    onTrip(fault);
  };
  const watches = [
    watchGuards(onCounters, counters, first, COUNTER_PACE),
    ...onHooks.map(({ guard, port }) => watchGuards([guard], port, first, HOOK_PACE)),
  ];
  return {
    stop: () => {
      const stopped = watches.map((watch) => watch.stop());
      return {
        reads: stopped.reduce((sum, { reads }) => sum + reads, 0),
        unread: stopped.reduce((sum, { unread }) => sum + unread, 0),
      };
    },
  };
}
