import { type FieldproofError, isFieldproofError } from "../../core/errors/fieldproof-error.ts";
import { outstanding } from "../../core/judging/stimulus-ledger.ts";
import type { JournalEntry } from "../../core/schema/evidence.ts";
import { readStimulusEntry } from "../../core/schema/stimulus-journal.ts";
import type { ValidityCheck } from "../../core/schema/verdict.ts";
import { readChains } from "../evidence/recoveries.ts";

export const TARGET_WHOLE = "target-whole";

export interface ResidueFinding {
  readonly check: ValidityCheck | null;
  readonly fault: FieldproofError | null;
}

/**
 * Whether everything that was done to the target was proved undone or restored, by the run itself or by `recover` later.
 * @returns no check where nothing was done; a fault where journal or recovery cannot be believed
 */
export async function residueCheck(dir: string, folder: string): Promise<ResidueFinding> {
  try {
    const chains = await readChains(dir, folder);
    if (chains === null) return { check: null, fault: null };
    const journal = stimuliOf(chains.journal.entries);
    const entries = [...journal, ...chains.recoveries.flatMap(stimuliOf)];
    if (!entries.some(({ kind }) => kind === "stimulus.planned")) return { check: null, fault: null };
    const left = outstanding(entries);
    const recovered = outstanding(journal).length - left.length;
    const sentence =
      left.length > 0
        ? left.map(residueSentence).join(" ")
        : recovered > 0
          ? "What the run left at its target was undone and proved by a recovery afterwards."
          : "Everything that was done to the target was proved undone.";
    return {
      check: { id: TARGET_WHOLE, ok: left.length === 0, sentence, value: left.length, limit: 0 },
      fault: null,
    };
  } catch (error) {
    if (!isFieldproofError(error)) throw error;
    return { check: null, fault: error };
  }
}

const residueSentence = ({ stimulus, target, byHand }: ReturnType<typeof outstanding>[number]): string =>
  `RESIDUE: ${stimulus} at ${target} was not proved undone. By hand: ${byHand.join("; ")}`;

const stimuliOf = (entries: readonly JournalEntry[]) =>
  entries.flatMap((entry) => {
    const read = readStimulusEntry(entry);
    return read.is === "entry" ? [read.entry] : [];
  });
