import { type Example, MOST_EXAMPLES } from "./examples.ts";
import type { JournalEntry, ProbeRecord } from "../schema/evidence.ts";

/** Whether the island was proved at each PoP before T0, and stayed good under the refresh wave and to the end. */
export interface IslandReadiness {
  journal(entry: JournalEntry): void;
  probe(record: ProbeRecord): void;
  /** PoPs that should have it, by name; empty when the run never got so far. */
  expected(): readonly string[];
  /** PoPs without a proof before T0, with another version than the rest, or with a bad read afterwards. */
  notReady(): readonly string[];
  /** Of `expected`, those at which no steady read from T0 on found an island whose signature was checked and is good. */
  unread(): readonly string[];
  /** Wall milliseconds from the order to stage until the last PoP's proof; null when it was not measured. */
  publishMs(): number | null;
  /** Ids of the keys under which an island was proved, before T0 or by a read afterwards. */
  provedKeys(): ReadonlySet<string>;
  /** What each of those PoPs lacks. */
  examples(): Example[];
  /** Counts of the refresh wave; `steady` are the reads from T0 to the end, each checked. */
  reads(): {
    readonly total: number;
    readonly failed: number;
    readonly badSignatures: number;
    readonly fromCache: number;
    readonly steady: number;
  };
}

interface BadRead {
  readonly at: number;
  readonly what: string;
}

/** `t0` is null when the load never started: then every proof counts that there is. */
export function createIslandReadiness(t0: number | null, timeFactor: number): IslandReadiness {
  const expected = new Set<string>();
  const versions = new Map<string, number>();
  const bad = new Map<string, BadRead>();
  /** The first steady read at each PoP that had no answer. */
  const silent = new Map<string, BadRead>();
  /** The oldest island that was read at each PoP. */
  const oldest = new Map<string, { readonly at: number; readonly version: number }>();
  const provedKeys = new Set<string>();
  const wellRead = new Set<string>();
  const reads = { total: 0, failed: 0, badSignatures: 0, fromCache: 0, steady: 0 };
  let published: number | null = null;
  const notReady = (): string[] => {
    const newest = Math.max(0, ...versions.values());
    return [...expected].filter((pop) => versions.get(pop) !== newest || badReadAt(pop) !== undefined);
  };
  /** The first bad read at a PoP, or one of an island older than the one that was proved there. */
  const badReadAt = (pop: string): BadRead | undefined => {
    const read = oldest.get(pop);
    const proved = versions.get(pop) ?? 0;
    if (bad.has(pop) || read === undefined || read.version >= proved) return bad.get(pop);
    return { at: read.at, what: `a read had version ${read.version} after version ${proved} was proved` };
  };
  return {
    journal: (entry) => {
      const { pop, version, publishMs, keyId } = entry.data;
      if (entry.kind === "islands.everywhere" && typeof publishMs === "number") published = publishMs;
      if (typeof pop !== "string") return;
      if (entry.kind === "island.expected") expected.add(pop);
      if (entry.kind !== "island.proved" || typeof version !== "number" || (t0 !== null && entry.at >= t0)) return;
      versions.set(pop, version);
      if (typeof keyId === "string") provedKeys.add(keyId);
    },
    probe: (record) => {
      const { at, pop, status, islandVersion, signatureGood, keyId } = record;
      if (record.phase === "refresh") {
        reads.total++;
        if (status !== 200) reads.failed++;
        if (record.cacheStatus?.includes("hit") === true) reads.fromCache++;
        if (signatureGood === false) reads.badSignatures++;
      } else reads.steady++;
      if (signatureGood === true && keyId !== null) provedKeys.add(keyId);
      if (record.phase !== "refresh" && status === 200 && signatureGood === true) wellRead.add(pop);
      const before = oldest.get(pop);
      if (islandVersion !== null && (before === undefined || islandVersion < before.version))
        oldest.set(pop, { at, version: islandVersion });
      const what =
        status !== 200
          ? `a read answered ${status}`
          : signatureGood === false
            ? "a read had a signature that is not good"
            : islandVersion === null
              ? "a read held no island"
              : null;
      // Silence to the end is a target that died: that is told by what customers missed. Silence in between is the PoP's.
      if (status === 0 && record.phase !== "refresh") {
        if (!silent.has(pop)) silent.set(pop, { at, what: "a read had no answer" });
        return;
      }
      const gap = silent.get(pop);
      if (gap !== undefined && gap.at < at && !bad.has(pop)) bad.set(pop, gap);
      if (what !== null && !bad.has(pop)) bad.set(pop, { at, what });
    },
    expected: () => [...expected],
    provedKeys: () => provedKeys,
    notReady,
    unread: () => [...expected].filter((pop) => !wellRead.has(pop)),
    publishMs: () => published,
    examples: () =>
      notReady()
        .slice(0, MOST_EXAMPLES)
        .map((pop) => {
          const read = badReadAt(pop);
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
