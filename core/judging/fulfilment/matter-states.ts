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

/** What a promise is held to. */
export interface PromiseTerms {
  /** Whether the partner, by its own account, did the work for this matter. */
  readonly isSettled: (matterId: string) => boolean;
  /** Wall milliseconds from the promise within which the plan has it due. */
  readonly dueWithinMs: number;
}

/** The stamps of one promise are made within this of one another. */
const STAMPS_APART_MS = 250;

export const promiseTerms = (
  dueSec: number,
  timeFactor: number,
  isSettled: PromiseTerms["isSettled"],
): PromiseTerms => ({ isSettled, dueWithinMs: (dueSec * 1000) / timeFactor });

/**
 * A promise is kept when its matter is resolved by its due time, and the partner, by its own account, did the work that
 * the desk says it did. One that is open still is not kept, however late it is due; and a desk that names a later time
 * than the plan does is held to the plan's.
 */
export const isKept = (matter: ExportedPromise, { isSettled, dueWithinMs }: PromiseTerms): boolean => {
  const { state, promisedAt, endedAt, dueAt, outcome, promiseId } = matter;
  if (state !== "resolved" || endedAt === null || dueAt === null || promisedAt === null) return false;
  const latestAt = Math.min(dueAt, promisedAt + dueWithinMs + STAMPS_APART_MS);
  return endedAt <= latestAt && (outcome === "settled-by-owner" || isSettled(promiseId));
};
