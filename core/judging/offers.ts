import type { Lane } from "../contract/ids.ts";
import type { HandlingRecord, ReplicateRecord } from "../schema/evidence.ts";
import { placeInSchedule, type Schedule } from "./id-hash.ts";
import { createSamples, type Samples } from "./samples.ts";

/**
 * When contacts were offered to slots, and when slots were free. All on the generator's clock: the target has no
 * say in it, so a desk that starves its agents cannot blame the queue.
 */
export interface Offers {
  take(record: HandlingRecord): void;
  /** Epoch milliseconds of the first offer of the contact at this place in the schedule; null when there was none. */
  firstOfferAt(place: number): number | null;
  /** The same of its last offer. */
  lastOfferAt(place: number): number | null;
  /** Wall milliseconds between two moments in which at least one slot of the lane was free; 0 without slots. */
  freeMs(lane: Lane, fromAt: number, toAt: number): number;
}

/**
 * From a slot's release to its next offer, wall milliseconds, before it counts as free: the way of a poll and its
 * answer. Without it a contact behind a long queue would gather the turnarounds of all those before it.
 */
export const TURNAROUND_MS = 200;

interface LaneUse {
  readonly slots: number;
  readonly starts: Samples;
  readonly ends: Samples;
  timeline: FreeTimeline | null;
}

interface FreeTimeline {
  /** Moments at which the number of busy slots changes, ascending. */
  readonly at: Float64Array;
  /** Free wall milliseconds from the first moment up to each. */
  readonly freeBefore: Float64Array;
  /** 1 where a slot is free from this moment on. */
  readonly freeAfter: Uint8Array;
}

/** `lanes` in the order in which slots take them in turn, as the agents' scenario does. */
export function createOffers(
  replicate: ReplicateRecord,
  schedule: Schedule,
  lanes: readonly Lane[],
  turnaroundMs = TURNAROUND_MS,
): Offers {
  const firstOffer = new Float64Array(schedule.planned);
  const lastOffer = new Float64Array(schedule.planned);
  const uses = new Map<Lane, LaneUse>(
    lanes.map((lane, turn) => [
      lane,
      {
        slots: slotsOfTurn(replicate.plannedSlots, turn, lanes.length),
        starts: createSamples(),
        ends: createSamples(),
        timeline: null,
      },
    ]),
  );
  return {
    take: (record) => {
      const place = placeInSchedule(record.clientContactId, schedule);
      const before = firstOffer[place] ?? 0;
      if (place >= 0 && (before === 0 || record.offeredAt < before)) firstOffer[place] = record.offeredAt;
      if (place >= 0) lastOffer[place] = Math.max(lastOffer[place] ?? 0, record.offeredAt);
      const lane = lanes[record.slot % Math.max(1, lanes.length)];
      const use = lane === undefined ? undefined : uses.get(lane);
      if (use === undefined || !(record.releasedAt >= record.offeredAt)) return;
      use.starts.add(record.offeredAt);
      use.ends.add(record.releasedAt + turnaroundMs);
      use.timeline = null;
    },
    firstOfferAt: (place) => {
      const at = firstOffer[place] ?? 0;
      return at === 0 ? null : at;
    },
    lastOfferAt: (place) => {
      const at = lastOffer[place] ?? 0;
      return at === 0 ? null : at;
    },
    freeMs: (lane, fromAt, toAt) => {
      const use = uses.get(lane);
      if (use === undefined || use.slots === 0 || !(toAt > fromAt)) return 0;
      use.timeline ??= freeTimeline(use);
      return freeUpTo(use.timeline, toAt) - freeUpTo(use.timeline, fromAt);
    },
  };
}

const slotsOfTurn = (slots: number, turn: number, lanes: number): number =>
  Math.max(0, Math.floor((slots - turn + lanes - 1) / Math.max(1, lanes)));

function freeTimeline({ slots, starts, ends }: LaneUse): FreeTimeline {
  const from = starts.sorted();
  const to = ends.sorted();
  const size = from.length + to.length;
  const at = new Float64Array(size);
  const freeBefore = new Float64Array(size);
  const freeAfter = new Uint8Array(size);
  let busy = 0;
  for (let index = 0, begun = 0, ended = 0; index < size; index++) {
    const begin = from[begun] ?? Number.POSITIVE_INFINITY;
    const end = to[ended] ?? Number.POSITIVE_INFINITY;
    const moment = Math.min(begin, end);
    const last = index - 1;
    at[index] = moment;
    freeBefore[index] =
      index === 0 ? 0 : (freeBefore[last] ?? 0) + (freeAfter[last] === 1 ? moment - (at[last] ?? moment) : 0);
    if (end <= begin) {
      busy--;
      ended++;
    } else {
      busy++;
      begun++;
    }
    freeAfter[index] = busy < slots ? 1 : 0;
  }
  return { at, freeBefore, freeAfter };
}

/** Free milliseconds from the first moment up to `moment`; negative before it, when every slot is free. */
function freeUpTo({ at, freeBefore, freeAfter }: FreeTimeline, moment: number): number {
  const first = at[0];
  if (first === undefined) return moment;
  if (moment <= first) return moment - first;
  let low = 0;
  let high = at.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((at[middle] ?? 0) <= moment) low = middle;
    else high = middle - 1;
  }
  return (freeBefore[low] ?? 0) + (freeAfter[low] === 1 ? moment - (at[low] ?? moment) : 0);
}
