import { encodeHex } from "../trust/hex.ts";

/** What is fixed about a contact before the load begins. */
export interface ScheduledContact {
  /** Place in the schedule, from 0. */
  readonly index: number;
  readonly clientContactId: string;
  readonly phase: string;
  readonly lane: string;
  readonly intent: string;
  readonly pop: string;
  readonly delivery: string;
  /** Whole wall milliseconds from T0. */
  readonly arrivalOffsetMs: number;
}

export interface ScheduleDigest {
  /** In any order, each place once; places outside the schedule are passed over. */
  add(contact: ScheduledContact): void;
  /** SHA-256 over the places in order, hex. */
  hex(): string;
}

/** Bytes kept of each contact's digest: a million contacts take 8 MB. */
const KEPT = 8;

/**
 * Digest of a schedule of `planned` contacts. The harness journals it before the load begins, the judge makes it again
 * from what customers lived through: the two agree when the load was the planned one.
 */
export function createScheduleDigest(
  planned: number,
  sha256: (content: string | Uint8Array) => Uint8Array,
): ScheduleDigest {
  const places = new Uint8Array(planned * KEPT);
  return {
    add: ({ index, clientContactId, phase, lane, intent, pop, delivery, arrivalOffsetMs }) => {
      if (!(index >= 0 && index < planned)) return;
      const line = JSON.stringify([index, clientContactId, phase, lane, intent, pop, delivery, arrivalOffsetMs]);
      places.set(sha256(line).subarray(0, KEPT), index * KEPT);
    },
    hex: () => encodeHex(sha256(places)),
  };
}
