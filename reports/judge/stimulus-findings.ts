import { join } from "node:path";
import { EVIDENCE_FILES } from "../../core/contract/drill.ts";
import type { DrillStimulus } from "../../core/contract/stimulus.ts";
import { type FieldproofError, isFieldproofError } from "../../core/errors/fieldproof-error.ts";
import { type JournalEntry, journalEntrySchema, type ReplicateRecord } from "../../core/schema/evidence.ts";
import { eachRecord } from "../evidence/read-records.ts";
import { readChains } from "../evidence/recoveries.ts";
import { createStimulusChecks, type StimulusFindings } from "./stimulus-checks.ts";

export interface FoundStimulus extends StimulusFindings {
  /** Journal or recovery cannot be believed. */
  readonly fault: FieldproofError | null;
}

/**
 * What the journal of a replicate and the recoveries behind it say of its stimulus. Read apart from everything else: a
 * judge that throws, or a journal that was cut, must not hide what was left at a target. Where the chains do not hold,
 * what the journal says was done still counts, and what a recovery says was undone does not.
 */
export async function findStimulus(
  wanted: DrillStimulus,
  dir: string,
  folder: string,
  replicate: Pick<ReplicateRecord, "t0" | "timeFactor">,
): Promise<FoundStimulus> {
  const checks = createStimulusChecks(wanted);
  let fault: FieldproofError | null = null;
  try {
    const chains = await readChains(dir, folder);
    for (const entry of chains?.journal.entries ?? []) checks.journal(entry);
    for (const entry of chains?.recoveries.flat() ?? []) checks.recovery(entry);
  } catch (error) {
    if (!isFieldproofError(error)) throw error;
    fault = error;
    for (const entry of await wholeLines(join(dir, EVIDENCE_FILES.journal))) checks.journal(entry);
  }
  return { ...checks.finish(replicate), fault };
}

/** Up to the first line that cannot be read, chained or not. */
async function wholeLines(path: string): Promise<readonly JournalEntry[]> {
  const entries: JournalEntry[] = [];
  try {
    await eachRecord(path, journalEntrySchema, (entry) => entries.push(entry));
  } catch (error) {
    if (!isFieldproofError(error)) throw error;
  }
  return entries;
}
