import { readFile } from "node:fs/promises";
import { outstanding, type Outstanding } from "../../core/judging/stimulus-ledger.ts";
import { journalEntrySchema } from "../../core/schema/evidence.ts";
import { readStimulusEntry, type StimulusEntry } from "../../core/schema/stimulus-journal.ts";

/**
 * What the journal at `path` leaves to be done at the target. The harness may have died in the middle of a line, and
 * whatever cannot be read must not keep the rest from being done: `recover` and the judge are the ones to complain.
 * A journal that is not there holds nothing.
 */
export async function outstandingStimuli(path: string): Promise<readonly Outstanding[]> {
  const text = await readFile(path, "utf8").catch(() => "");
  return outstanding(text.split("\n").flatMap(stimulusEntry));
}

function stimulusEntry(line: string): StimulusEntry[] {
  try {
    const read = readStimulusEntry(journalEntrySchema.parse(JSON.parse(line)));
    return read.is === "entry" ? [read.entry] : [];
  } catch {
    return [];
  }
}
