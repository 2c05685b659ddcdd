import { type Lane, LANES } from "../../core/contract/ids.ts";
import type { LoadWatch } from "./load-watch.ts";
import type { LaneFigures } from "./progress.ts";

export type Arrival = { readonly arrivalOffsetMs: number; readonly lane: Lane };

/** Where customers come to, with how many did by `sinceMs` after T0 and are not done yet; in the order of LANES. */
export function laneFigures(
  arrivals: readonly Arrival[],
  sinceMs: number,
  byLane: LoadWatch["byLane"],
): readonly LaneFigures[] {
  const planned = new Set<Lane>();
  const arrived = new Map<Lane, number>();
  // One pass: there may be a million of them, and this is asked each second beside the load.
  for (const { arrivalOffsetMs, lane } of arrivals) {
    planned.add(lane);
    if (arrivalOffsetMs <= sinceMs) arrived.set(lane, (arrived.get(lane) ?? 0) + 1);
  }
  return LANES.filter((lane) => planned.has(lane)).map((lane) => {
    const over = byLane.get(lane) ?? { contacts: 0, late: 0 };
    const here = arrived.get(lane) ?? 0;
    return { lane, arrived: here, open: Math.max(0, here - over.contacts), late: over.late };
  });
}
