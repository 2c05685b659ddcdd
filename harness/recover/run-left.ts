import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { DRILL_IDS, type DrillId } from "../../core/contract/ids.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { type Outstanding, outstanding } from "../../core/judging/stimulus-ledger.ts";
import type { JournalEntry, RunRecord } from "../../core/schema/evidence.ts";
import { replicateBeganSchema } from "../../core/schema/journal.ts";
import { type RecoveryBegan, recoveryBeganSchema } from "../../core/schema/recovery.ts";
import { readStimulusEntry, type StimulusEntry } from "../../core/schema/stimulus-journal.ts";
import { printable } from "../../core/text/printable.ts";
import { readChainedFile } from "./chained-file.ts";
import { readRunRecord } from "./run-record.ts";

export interface ReplicateLeft {
  readonly drill: DrillId;
  readonly replicate: number;
  /** Below the run's folder: `nano-drop/1`. */
  readonly folder: string;
  readonly dir: string;
  readonly journal: readonly JournalEntry[];
  /** Hash of the journal's last whole entry; null when there is no journal. */
  readonly head: string | null;
  readonly cut: boolean;
  /** How many recoveries there were already. */
  readonly recoveries: number;
  readonly outstanding: readonly Outstanding[];
}

export interface RunLeft {
  readonly runDir: string;
  readonly run: RunRecord;
  readonly sealed: boolean;
  readonly replicates: readonly ReplicateLeft[];
}

/**
 * What a run folder says is left of its run. Reads only.
 * @throws FieldproofError FP-RECOVER-001 (damaged or edited), -002 (a journal of another run), -003 (a newer version),
 * -005 (no run folder)
 */
export async function readRunLeft(runDir: string): Promise<RunLeft> {
  const run = await readRunRecord(runDir);
  const replicates: ReplicateLeft[] = [];
  for (const drill of DRILL_IDS) {
    const names = await readdir(join(runDir, drill)).catch(() => []);
    const numbers = names.filter((name) => /^[1-9]\d{0,2}$/.test(name)).map(Number);
    for (const replicate of numbers.sort((a, b) => a - b))
      replicates.push(await readReplicateLeft(runDir, run, drill, replicate));
  }
  return { runDir, run, sealed: await isThere(join(runDir, "manifest.json")), replicates };
}

/** `recovery.ndjson`, `recovery-2.ndjson` and so on, in their order. */
export const recoveryName = (number: number): string =>
  number === 1 ? "recovery.ndjson" : `recovery-${number}.ndjson`;

async function readReplicateLeft(
  runDir: string,
  run: RunRecord,
  drill: DrillId,
  replicate: number,
): Promise<ReplicateLeft> {
  const folder = `${drill}/${replicate}`;
  const dir = join(runDir, drill, String(replicate));
  const base = { drill, replicate, folder, dir };
  const shown = `${folder}/journal.ndjson`;
  if (!(await isThere(join(dir, "journal.ndjson"))))
    return { ...base, journal: [], head: null, cut: false, recoveries: 0, outstanding: [] };
  const journal = await readChainedFile(join(dir, "journal.ndjson"), shown);
  mustBeOf(run, base, journal.entries[0], shown);
  const entries = stimuliOf(journal.entries, shown);
  let recoveries = 0;
  let { cut } = journal;
  for (; await isThere(join(dir, recoveryName(recoveries + 1))); recoveries++) {
    const name = `${folder}/${recoveryName(recoveries + 1)}`;
    const recovery = await readChainedFile(join(dir, recoveryName(recoveries + 1)), name);
    const began = recovery.entries[0];
    // Killed before its first entry was whole: it did nothing.
    if (began === undefined) continue;
    mustContinue(run, base, journal.head, began, name);
    entries.push(...stimuliOf(recovery.entries, name));
    cut ||= recovery.cut;
  }
  return { ...base, journal: journal.entries, head: journal.head, cut, recoveries, outstanding: outstanding(entries) };
}

type Place = Pick<ReplicateLeft, "drill" | "replicate">;

function mustBeOf(run: RunRecord, { drill, replicate }: Place, first: JournalEntry | undefined, shown: string): void {
  // Killed before the first entry: nothing was done yet.
  if (first === undefined) return;
  const began = replicateBeganSchema.safeParse(first.data);
  if (first.kind !== "replicate.began" || !began.success)
    throw new FieldproofError("FP-RECOVER-001", { path: shown, line: 1, reason: "it does not begin a replicate" });
  if (began.data.run !== run.id || began.data.drill !== drill || began.data.replicate !== replicate)
    throw foreign(shown, began.data.run, `${began.data.drill}/${began.data.replicate}`, run.id);
}

function mustContinue(run: RunRecord, place: Place, head: string, first: JournalEntry, shown: string): void {
  const began = recoveryBeganSchema.safeParse(first.data);
  if (first.kind !== "recovery.began" || !began.success)
    throw new FieldproofError("FP-RECOVER-001", { path: shown, line: 1, reason: "it does not begin a recovery" });
  const { data }: { data: RecoveryBegan } = began;
  if (data.run !== run.id || data.journalHead !== head || data.drill !== place.drill)
    throw foreign(shown, data.run, `${data.drill}/${data.replicate}`, run.id);
}

const foreign = (path: string, found: string, folder: string, named: string): FieldproofError =>
  new FieldproofError("FP-RECOVER-002", { path, line: 1, found: printable(`${found} ${folder}`, 80), named });

function stimuliOf(entries: readonly JournalEntry[], shown: string): StimulusEntry[] {
  return entries.flatMap((entry) => {
    const read = readStimulusEntry(entry);
    if (read.is === "unreadable")
      throw new FieldproofError("FP-RECOVER-003", {
        path: shown,
        line: entry.seq,
        found: printable(entry.kind, 80),
        known: "the stimuli of this version",
      });
    return read.is === "entry" ? [read.entry] : [];
  });
}

async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null)) !== null;
}
