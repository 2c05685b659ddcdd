import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { CHAIN_START } from "../../core/trust/hash-chain.ts";
import type { EventStore, StoredEvent } from "./event-store.ts";
import { entriesOf } from "./log-chain.ts";

/** An event log in memory, for tests: same contract, no durability. */
export const openMemoryStore = (): EventStore => {
  const events: StoredEvent[] = [];
  let closed = false;
  return {
    append: async (drafts) => {
      if (closed) throw new FieldproofError("FP-STACK-006", { path: "in memory", reason: "the log is closed" });
      // A copy: what a caller changes afterwards must not reach the log.
      const kept = structuredClone(drafts);
      const entries = entriesOf(kept, events.length, events.at(-1)?.entry.hash ?? CHAIN_START);
      events.push(...entries.map((entry, place) => ({ entry, custody: kept[place]?.custody ?? null })));
      return entries.map(({ index }) => index);
    },
    read: async (from, limit) => events.slice(from, from + limit),
    size: () => events.length,
    failure: () => null,
    close: async () => {
      closed = true;
    },
  };
};
