import { HISTORY_SCHEMA_ID, type HistoryEntry } from "../../core/schema/history.ts";
import type { Covers, Verdict } from "../../core/schema/verdict.ts";
import { bound } from "../render/figure-text.ts";

const short = (text: string): string => text.slice(0, 300);

const shortCovers = ({ islands, keys }: Covers): Covers => ({
  islands: islands === null ? null : short(islands),
  keys: keys.map(short),
});

/** What of a verdict is kept for later runs: drills that ran, their figures, and what makes them comparable. */
export function historyEntry(verdict: Verdict): HistoryEntry {
  const { run } = verdict;
  const { cpu, cores, memoryMb, platform } = run.machine;
  return {
    schema: HISTORY_SCHEMA_ID,
    run: run.id,
    ...{ startedAt: run.startedAt, endedAt: run.endedAt, planDigest: short(run.planDigest), profile: run.profile },
    ...{ timeFactor: run.timeFactor, target: short(run.target), staffing: run.staffing },
    machine: { cpu: short(cpu), cores, memoryMb, platform: short(platform) },
    fieldproof: short(run.versions["fieldproof"] ?? "unknown"),
    ...{ verdict: verdict.verdict, exitCode: verdict.exitCode },
    ...(run.validUntil === null ? {} : { validUntil: run.validUntil }),
    ...(run.covers === undefined ? {} : { covers: shortCovers(run.covers) }),
    drills: verdict.drills
      .filter(({ replicates }) => replicates.length > 0)
      .map(({ drill, verdict: word, replicates }) => ({
        drill,
        verdict: word,
        replicates: replicates.map((each) => ({
          replicate: each.replicate,
          verdict: each.verdict,
          objectives: each.objectives.map((one) => ({
            ...{ id: short(one.id), status: one.status, unit: one.limit.unit, bound: bound(one), key: one.key },
            ...{ measured: one.measured?.value ?? null, n: one.n, misses: one.misses, allowed: one.allowed },
          })),
        })),
      })),
  };
}

/**
 * Machines whose figures may stand beside each other: processor, cores, platform, and memory to 4 GB, since a kernel
 * does not leave the same part of it each time.
 */
export const machineClass = ({ cpu, cores, memoryMb, platform }: HistoryEntry["machine"]): string =>
  `${cpu}, ${cores} cores, about ${Math.round(memoryMb / 4000) * 4} GB, ${platform}`;

/** Ids name the minute and the seed, not the year: what makes a run one of a history is when it began, too. */
export const sameRun = (
  a: Pick<HistoryEntry, "run" | "startedAt">,
  b: Pick<HistoryEntry, "run" | "startedAt">,
): boolean => a.run === b.run && a.startedAt === b.startedAt;

/** Two runs are comparable when only chance and the target's version can have made them different. */
export const comparable = (a: HistoryEntry, b: HistoryEntry): boolean =>
  a.planDigest === b.planDigest &&
  a.profile === b.profile &&
  a.timeFactor !== null &&
  a.timeFactor === b.timeFactor &&
  a.target === b.target &&
  a.staffing === b.staffing &&
  machineClass(a.machine) === machineClass(b.machine);
