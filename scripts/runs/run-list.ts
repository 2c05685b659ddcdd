import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { FieldproofError, isFieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { RunRecord } from "../../core/schema/evidence.ts";
import type { Covers } from "../../core/schema/verdict.ts";
import { fileReason } from "../../core/text/file-reason.ts";
import { readRunRecord } from "../../harness/recover/run-record.ts";
import { isComparison, readComparisonRecord } from "../../reports/evidence/comparison-folder.ts";
import { type History, readHistory } from "../../reports/history/history-file.ts";

export interface RunRow {
  readonly id: string;
  readonly startedAt: string;
  readonly profile: string;
  readonly target: string;
  readonly planDigest: string;
  /** Of the history; null for a run that stands in none: it never came to a verdict, or ended before there was one. */
  readonly verdict: string | null;
  /** Until when a READY may be relied on; null where it has no date. */
  readonly validUntil: string | null;
  /** Islands and keys that it was drilled on; null where none were proved, or nothing tells. */
  readonly covers: Covers | null;
  /** `gone`: only its line is left. `unended`: it runs, or was killed. */
  readonly state: "kept" | "unended" | "gone";
}

export interface ComparisonRow {
  readonly id: string;
  readonly startedAt: string;
}

export interface RunList {
  /** Oldest first: in the order of the history, which no clock can change; others stand by their start. */
  readonly rows: readonly RunRow[];
  readonly history: History;
  /** Folders that hold runs set side by side (`fieldproof compare`), by name. */
  readonly comparisons: readonly ComparisonRow[];
  /** Names below the folder that hold no run, or none that can be read. */
  readonly strange: readonly string[];
}

/** The folders of runs right below `runsDir`; a link to a run is none. @throws FieldproofError FP-FILE-001 */
async function records(
  runsDir: string,
): Promise<{ runs: RunRecord[]; comparisons: ComparisonRow[]; strange: string[] }> {
  const names = await readdir(runsDir).catch((error: unknown) => {
    throw new FieldproofError("FP-FILE-001", { path: runsDir, reason: fileReason(error) }, { cause: error });
  });
  const runs: RunRecord[] = [];
  const comparisons: ComparisonRow[] = [];
  const strange: string[] = [];
  for (const name of names.sort()) {
    const path = join(runsDir, name);
    const looked = await lstat(path).catch(() => null);
    if (looked?.isDirectory() !== true) continue;
    try {
      if (await isComparison(path)) {
        const { id, startedAt } = await readComparisonRecord(path);
        if (id === name) comparisons.push({ id, startedAt });
        else strange.push(name);
        continue;
      }
      const record = await readRunRecord(path);
      if (record.id === name) runs.push(record);
      else strange.push(name);
    } catch (error) {
      if (!isFieldproofError(error)) throw error;
      strange.push(name);
    }
  }
  return { runs, comparisons, strange };
}

/** What runs there are and were. @throws FieldproofError FP-FILE-001 */
export async function listRuns(runsDir: string): Promise<RunList> {
  const { runs, comparisons, strange } = await records(runsDir);
  const history = await readHistory(runsDir);
  const folders = new Map(runs.map((run) => [run.id, run]));
  const rows: RunRow[] = history.entries.map((entry) => ({
    ...{ id: entry.run, startedAt: entry.startedAt, profile: entry.profile, target: entry.target },
    ...{ planDigest: entry.planDigest, verdict: entry.verdict },
    validUntil: entry.validUntil ?? null,
    covers: entry.covers ?? null,
    // A folder of the same name may be another run's, of another year.
    state: folders.get(entry.run)?.startedAt === entry.startedAt ? "kept" : "gone",
  }));
  const told = new Set(rows.filter(({ state }) => state === "kept").map(({ id }) => id));
  for (const run of runs.filter(({ id }) => !told.has(id)).sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1))) {
    const { id, startedAt, profile, target, planDigest, endedAt } = run;
    const row: RunRow = {
      ...{ id, startedAt, profile, target, planDigest, verdict: null, validUntil: null, covers: null },
      state: endedAt === null ? "unended" : "kept",
    };
    const later = rows.findIndex((one) => one.startedAt > startedAt);
    rows.splice(later < 0 ? rows.length : later, 0, row);
  }
  return { rows, history, comparisons, strange };
}
