import type { DrillId } from "../../core/contract/ids.ts";
import type { HistoryEntry, HistoryObjective } from "../../core/schema/history.ts";

/** A key objective that the run before missed, and what this run says of it. */
export interface LastMiss {
  readonly drill: DrillId;
  readonly objective: string;
  /** The worst over this run's drills. */
  readonly now: HistoryObjective["status"] | "not run";
}

const RANK = { missed: 0, unmeasured: 1, met: 2 } as const;

const objectivesOf = (entry: HistoryEntry): { drill: DrillId; one: HistoryObjective }[] =>
  entry.drills.flatMap(({ drill, replicates }) =>
    replicates.flatMap(({ objectives }) => objectives.map((one) => ({ drill, one }))),
  );

/** What the run before asked to be mended, in its order, each once. */
export function lastMisses(before: HistoryEntry | null, now: HistoryEntry): LastMiss[] {
  if (before === null) return [];
  const misses = new Map<string, LastMiss>();
  for (const { drill, one } of objectivesOf(before)) {
    if (!one.key || one.status !== "missed") continue;
    const found = objectivesOf(now)
      .filter((other) => other.drill === drill && other.one.id === one.id)
      .map((other) => other.one.status)
      .sort((a, b) => RANK[a] - RANK[b]);
    misses.set(`${drill} ${one.id}`, { drill, objective: one.id, now: found[0] ?? "not run" });
  }
  return [...misses.values()];
}
