/**
 * FNV-1a, 32 bits: lets a judge compare a million ids of three sources without keeping the strings. Not a
 * cryptographic digest; a mismatch it misses (1 in 4e9) is caught by the other counts.
 */
export function idHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash ^= text.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}

/** The place in the schedule that a client's contact id ends in; -1 when the id is not of this run. */
export function placeInSchedule(clientContactId: string, planned: number): number {
  const digits = /-(\d{1,7})$/.exec(clientContactId)?.[1];
  const place = digits === undefined ? -1 : Number(digits);
  return place < planned ? place : -1;
}
