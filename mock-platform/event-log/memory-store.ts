import { CHAIN_START } from "../../core/trust/hash-chain.ts";
import type { EventStore, StoredEvent } from "./event-store.ts";
import { entriesOf } from "./log-chain.ts";

/** An event log in memory, for tests: same contract, no durability. */
export const openMemoryStore = (): EventStore => {
  const events: StoredEvent[] = [];
  return {
    append: async (drafts) => {
      const first = events.length;
      const entries = entriesOf(drafts, first, events.at(-1)?.entry.hash ?? CHAIN_START);
      events.push(
        ...entries.map((entry, place) => ({ entry, custody: structuredClone(drafts[place]?.custody ?? null) })),
      );
      return entries.map(({ index }) => index);
    },
    read: async (from, limit) => events.slice(from, from + limit),
    size: () => events.length,
    failure: () => null,
    close: async () => {},
  };
};
