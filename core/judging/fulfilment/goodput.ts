import type { ExportedPromise } from "../../schema/promise-wire.ts";
import type { VisitFold, Work } from "./visit-fold.ts";

/** Until when a customer waits for this matter, epoch milliseconds: to the promise's due time, or until they left. */
const waitsUntil = ({ state, endedAt, dueAt }: ExportedPromise): number =>
  Math.min(
    state === "abandoned" ? (endedAt ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY,
    dueAt ?? Number.POSITIVE_INFINITY,
  );

export interface Goodput {
  /** When each matter was answered in time, epoch milliseconds, ascending. */
  readonly answeredAt: readonly number[];
  /** Cases that the partner worked off for matters of this run, and those of which nobody had anything. */
  readonly worked: number;
  readonly forNobody: number;
}

/**
 * Useful throughput by the partner's own account: a matter is answered when its case is settled for the first time while
 * its customer still waits. What is worked off again, or after the promise was broken, keeps servers busy and helps
 * nobody: throughput without goodput is how a metastable failure looks (Bronson et al., HotOS 2021).
 */
export function goodputOf(
  matters: readonly ExportedPromise[],
  { settledAt, works }: Pick<VisitFold, "settledAt" | "works">,
): Goodput {
  const until = new Map(matters.map((one) => [one.promiseId, waitsUntil(one)]));
  const own: readonly Work[] = works.filter(({ matterId }) => until.has(matterId));
  const answeredAt = matters
    .map(({ promiseId }) => ({ at: settledAt(promiseId), limit: until.get(promiseId) ?? 0 }))
    .flatMap(({ at, limit }) => (at !== null && at <= limit ? [at] : []))
    .sort((a, b) => a - b);
  const useful = new Set<string>();
  for (const { matterId, at } of own)
    if (at === settledAt(matterId) && at <= (until.get(matterId) ?? 0)) useful.add(matterId);
  return { answeredAt, worked: own.length, forNobody: own.length - useful.size };
}
