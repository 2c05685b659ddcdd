import type { JournalEntry, ProbeRecord } from "../schema/evidence.ts";

/** Whether the island was proved at each PoP before T0, and stayed good under the refresh wave. */
export interface IslandReadiness {
  journal(entry: JournalEntry): void;
  probe(record: ProbeRecord): void;
  /** PoPs that should have it, by name; empty when the run never got so far. */
  expected(): readonly string[];
  /** PoPs without a proof before T0, with another version than the rest, or with a bad read afterwards. */
  notReady(): readonly string[];
  reads(): {
    readonly total: number;
    readonly failed: number;
    readonly badSignatures: number;
    readonly fromCache: number;
  };
}

/** `t0` is null when the load never started: then every proof counts that there is. */
export function createIslandReadiness(t0: number | null): IslandReadiness {
  const expected = new Set<string>();
  const versions = new Map<string, number>();
  const bad = new Set<string>();
  const reads = { total: 0, failed: 0, badSignatures: 0, fromCache: 0 };
  return {
    journal: (entry) => {
      const { pop, version } = entry.data;
      if (typeof pop !== "string") return;
      if (entry.kind === "island.expected") expected.add(pop);
      if (entry.kind === "island.proved" && typeof version === "number" && (t0 === null || entry.at < t0))
        versions.set(pop, version);
    },
    probe: (record) => {
      reads.total++;
      if (record.status !== 200) reads.failed++;
      if (record.cacheStatus?.includes("hit") === true) reads.fromCache++;
      if (record.signatureGood === false) reads.badSignatures++;
      if (record.status !== 200 || record.signatureGood === false) bad.add(record.pop);
    },
    expected: () => [...expected],
    notReady: () => {
      const newest = Math.max(0, ...versions.values());
      return [...expected].filter((pop) => versions.get(pop) !== newest || bad.has(pop));
    },
    reads: () => reads,
  };
}
