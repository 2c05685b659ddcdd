import type { Lane } from "../contract/ids.ts";
import type { ContactRecord } from "../schema/evidence.ts";
import { createExamples, type Examples } from "./examples.ts";
import type { HumanWait } from "./human-wait.ts";
import type { Offers } from "./offers.ts";
import type { LoggedOffers } from "./logged-offers.ts";
import { createQuantileBudget, type QuantileBudget } from "./quantile-budget.ts";
import { createSamples } from "./samples.ts";

/** Two offers nearer than this may have crossed on their way to the generator. Wall milliseconds. */
export const CROSSING_MS = 250;

/**
 * Share of contacts whose overtaking an offer in the log may excuse: it went to an agent whose connection broke. One
 * contact in any case; a log that excuses more is not believed.
 */
export const MOST_EXCUSED = 0.02;
/**
 * A desk that loses an agent's connection sees it at once and offers the contact anew: so a contact whose dead offer
 * cost it less than this, wall milliseconds, may be one of more. Whoever writes such offers into a log without having
 * made them has gained that much on so many contacts.
 */
export const OFFERED_ANEW_MS = 500;
export const MOST_OFFERED_ANEW = 0.05;

export interface DeskAccessOptions {
  readonly logged: Pick<LoggedOffers, "offeredBefore">;
  readonly offers: Offers;
  readonly lanes: readonly Lane[];
  readonly limitMs: number;
  readonly t0: number;
  readonly timeFactor: number;
}

/** Whether what customers sent came before an agent's eyes as soon as one was free, and in the order of asking. */
export interface DeskAccess {
  take(record: ContactRecord, wait: HumanWait): void;
  /**
   * From the customer's send to the offer, counting only the time in which a slot of the lane was free: what the
   * system adds, whatever the staffing. Wall milliseconds.
   */
  readonly delay: QuantileBudget;
  readonly delayed: Examples;
  /** Contacts that waited while a later one of their lane was offered; call once, at the end. */
  overtaken(): { readonly n: number; readonly misses: number; readonly examples: Examples };
}

export function createDeskAccess(options: DeskAccessOptions): DeskAccess {
  const { offers, logged, lanes, limitMs, t0, timeFactor } = options;
  const delay = createQuantileBudget(0.95, limitMs);
  const delayed = createExamples();
  const lane = createSamples();
  const sentAt = createSamples();
  const queuedBy = createSamples();
  const offeredAt = createSamples();
  const waitedUntil = createSamples();
  const ids: string[] = [];
  const deskIds: string[] = [];
  const toSec = (at: number): number => ((at - t0) * timeFactor) / 1000;

  const tell = (record: ContactRecord, wait: HumanWait, ms: number | null): void =>
    delayed.add({
      contact: record.clientContactId,
      message: record.sent.find((sent) => sent.at === wait.sentAt)?.clientMessageId ?? null,
      atSec: toSec(wait.sentAt),
      what:
        ms === null
          ? "never came before an agent although slots were free"
          : `came before an agent ${Math.round(ms)} ms late although slots were free`,
    });

  return {
    delay,
    delayed,
    take: (record, wait) => {
      const offered = offers.firstOfferAt(record.index);
      // Who said that they no longer wait was rightly taken out of the queue; until then they were to be served.
      const { left } = record;
      const withdrewAt = left !== null && !left.silent && (offered === null || left.at < offered) ? left.at : null;
      // A follow-up that never reached the queue has an objective of its own.
      if (wait.purpose === "follow-up" && offered === null) return;
      const served = withdrewAt === null ? offered : null;
      const until = withdrewAt ?? offered ?? record.observedUntil;
      const systemMs = offers.freeMs(record.lane, wait.sentAt, until);
      if (served !== null) delay.add(systemMs);
      else if (systemMs > limitMs) delay.add(null);
      if (systemMs > limitMs) tell(record, wait, served === null ? null : systemMs);
      if (wait.queuedBy === null) return;
      lane.add(lanes.indexOf(record.lane));
      sentAt.add(wait.sentAt);
      queuedBy.add(wait.queuedBy);
      offeredAt.add(served ?? Number.POSITIVE_INFINITY);
      waitedUntil.add(withdrewAt ?? offered ?? Number.POSITIVE_INFINITY);
      ids.push(record.clientContactId);
      deskIds.push(record.contactId ?? "");
    },
    overtaken: () => {
      const examples = createExamples();
      let misses = 0;
      let excuses = Math.max(1, Math.floor(MOST_EXCUSED * ids.length));
      let anew = Math.floor(MOST_OFFERED_ANEW * ids.length);
      const columns = {
        lane: lane.values(),
        sentAt: sentAt.values(),
        queuedBy: queuedBy.values(),
        offeredAt: offeredAt.values(),
        waitedUntil: waitedUntil.values(),
      };
      for (let turn = 0; turn < lanes.length; turn++) {
        for (const { row, by } of overtakenInLane(turn, columns)) {
          if (logged.offeredBefore(deskIds[row] ?? "", deskIds[by] ?? "")) {
            const lostMs = (columns.waitedUntil[row] ?? 0) - (columns.offeredAt[by] ?? 0);
            if (lostMs <= OFFERED_ANEW_MS && anew > 0) {
              anew--;
              continue;
            }
            if (excuses > 0) {
              excuses--;
              continue;
            }
          }
          misses++;
          const at = columns.queuedBy[row] ?? 0;
          examples.add({
            contact: ids[row] ?? null,
            message: null,
            atSec: toSec(at),
            what: `waited while ${ids[by] ?? "a later contact"} was offered first`,
          });
        }
      }
      return { n: ids.length, misses, examples };
    },
  };
}

interface Columns {
  readonly lane: Float64Array;
  readonly sentAt: Float64Array;
  readonly queuedBy: Float64Array;
  readonly offeredAt: Float64Array;
  /** As `offeredAt`, but for those who said that they stop waiting: when they did. */
  readonly waitedUntil: Float64Array;
}

/** Rows that were in the queue before another was even sent, and still waited when it was offered. O(n log n). */
function overtakenInLane(
  turn: number,
  { lane, sentAt, queuedBy, offeredAt, waitedUntil }: Columns,
): { row: number; by: number }[] {
  const rows = Uint32Array.from(lane.keys())
    .filter((row) => lane[row] === turn)
    .sort((a, b) => (sentAt[a] ?? 0) - (sentAt[b] ?? 0));
  /** From each place on, the row that was offered first. */
  const earliest = new Uint32Array(rows.length);
  for (let place = rows.length - 1; place >= 0; place--) {
    const row = rows[place] ?? 0;
    const next = earliest[place + 1];
    const better = next !== undefined && (offeredAt[next] ?? 0) < (offeredAt[row] ?? 0);
    earliest[place] = better ? next : row;
  }
  const found: { row: number; by: number }[] = [];
  for (const row of [...rows].sort((a, b) => a - b)) {
    const from = firstAfter(rows, sentAt, queuedBy[row] ?? 0);
    const by = earliest[from];
    if (by !== undefined && (offeredAt[by] ?? 0) + CROSSING_MS < (waitedUntil[row] ?? 0)) found.push({ row, by });
  }
  return found;
}

/** First place of `rows` (ascending by `sentAt`) that was sent after `moment`. */
function firstAfter(rows: Uint32Array, sentAt: Float64Array, moment: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sentAt[rows[middle] ?? 0] ?? 0) > moment) high = middle;
    else low = middle + 1;
  }
  return low;
}
