import { clientContactIdAt } from "../contract/ids.ts";

/**
 * FNV-1a, 32 bits: lets a judge compare a million ids of three sources without keeping the strings. Not a
 * cryptographic digest; a mismatch it misses (1 in 4e9) is caught by the other counts.
 */
export function idHash(text: string | Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash ^= typeof text === "string" ? text.charCodeAt(index) : (text[index] ?? 0);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}

/** The schedule of one replicate: how many contacts, and what their client's ids begin with. */
export interface Schedule {
  readonly planned: number;
  readonly prefix: string;
}

/** The place in the schedule that a client's contact id names; -1 when the id is not of this run. */
export function placeInSchedule(clientContactId: string, { planned, prefix }: Schedule): number {
  const digits = clientContactId.startsWith(`${prefix}-`) ? clientContactId.slice(prefix.length + 1) : "";
  const place = /^\d{6,}$/.test(digits) ? Number(digits) : -1;
  return place < planned && clientContactIdAt(prefix, place) === clientContactId ? place : -1;
}
