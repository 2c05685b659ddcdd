import { type Example, MOST_EXAMPLES } from "./examples.ts";
import type { JournalEntry, ProbeRecord } from "../schema/evidence.ts";

/** Whether the island was proved at each PoP before T0, and stayed good under the refresh wave. */
export interface IslandReadiness {
  journal(entry: JournalEntry): void;
  probe(record: ProbeRecord): void;
  /** PoPs that should have it, by name; empty when the run never got so far. */
  expected(): readonly string[];
  /** PoPs without a proof before T0, with another version than the rest, or with a bad read afterwards. */
  notReady(): readonly string[];
  /** Wall milliseconds from the order to stage until the last PoP's proof; null when it was not measured. */
  publishMs(): number | null;
  /** What each of those PoPs lacks. */
  examples(): Example[];
  reads(): {
    readonly total: number;
    readonly failed: number;
    readonly badSignatures: number;
    readonly fromCache: number;
  };
}

/** `t0` is null when the load never started: then every proof counts that there is. */
export function createIslandReadiness(t0: number | null, timeFactor: number): IslandReadiness {
  const expected = new Set<string>();
  const versions = new Map<string, number>();
  const bad = new Map<string, { at: number; what: string }>();
  const reads = { total: 0, failed: 0, badSignatures: 0, fromCache: 0 };
  let published: number | null = null;
  const notReady = (): string[] => {
    const newest = Math.max(0, ...versions.values());
    return [...expected].filter((pop) => versions.get(pop) !== newest || bad.has(pop));
  };
  return {
    journal: (entry) => {
      const { pop, version, publishMs } = entry.data;
      if (entry.kind === "islands.everywhere" && typeof publishMs === "number") published = publishMs;
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
      if (record.status === 200 && record.signatureGood !== false) return;
      const what =
        record.status !== 200 ? `a read answered ${record.status}` : "a read had a signature that is not good";
      if (!bad.has(record.pop)) bad.set(record.pop, { at: record.at, what });
    },
    expected: () => [...expected],
    notReady,
    publishMs: () => published,
    examples: () =>
      notReady()
        .slice(0, MOST_EXAMPLES)
        .map((pop) => {
          const read = bad.get(pop);
          const version = versions.get(pop);
          const proved = version === undefined ? "no island was proved there before T0" : `it had version ${version}`;
          return {
            contact: pop,
            message: null,
            atSec: read === undefined || t0 === null ? null : ((read.at - t0) * timeFactor) / 1000,
            what: read?.what ?? proved,
          };
        }),
    reads: () => reads,
  };
}
