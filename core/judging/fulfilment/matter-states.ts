import type { ExportedPromise } from "../../schema/promise-wire.ts";

/** Matters that ended with their customer are nobody's broken word. */
export const isAbandoned = ({ state }: ExportedPromise): boolean => state === "abandoned";
export const isPromise = ({ promisedAt }: ExportedPromise): boolean => promisedAt !== null;
/** Neither answered nor promised: the customer knows nothing. */
export const isStuck = ({ state, promisedAt }: ExportedPromise): boolean =>
  promisedAt === null && ["received", "triaged", "on-hold-partner", "answered"].includes(state);

/** Epoch milliseconds of the first word: an answer, or the promise of one; null when there was none. */
export const firstWordAt = ({ promisedAt, state, endedAt }: ExportedPromise): number | null =>
  promisedAt ?? (state === "resolved" ? endedAt : null);

/**
 * A promise is kept when its matter is resolved by its due time, and the partner, by its own account, did the work that
 * the desk says it did. One that is open still is not kept, however late it is due.
 */
export const isKept = (matter: ExportedPromise, isSettled: (matterId: string) => boolean): boolean => {
  const { state, endedAt, dueAt, outcome, promiseId } = matter;
  const inTime = endedAt !== null && dueAt !== null && endedAt <= dueAt;
  return state === "resolved" && inTime && (outcome === "settled-by-owner" || isSettled(promiseId));
};
