import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { JournalEntry } from "../../core/schema/evidence.ts";
import { RECOVERY_FILE, recoveryBeganSchema } from "../../core/schema/recovery.ts";
import { type ChainedText, readChainedText } from "./chained-text.ts";

/** Below a run's folder: `<drill>/<n>/recovery.ndjson` and later ones. They may be added to a folder that is sealed. */
export const isRecoveryPath = (path: string): boolean => {
  const [drill, replicate, name, more] = path.split("/");
  return drill !== undefined && replicate !== undefined && more === undefined && RECOVERY_FILE.test(name ?? "");
};

export interface ReplicateChains {
  readonly journal: ChainedText;
  /** In the order in which they were written. */
  readonly recoveries: readonly (readonly JournalEntry[])[];
}

/**
 * The journal of a replicate, and what was recovered after it. Each recovery names the last entry of this very journal.
 * @param folder as errors name it, below the run's: `nano-drop/1`
 * @returns null without a journal
 * @throws FieldproofError FP-EVID-005, -006; -012 for a recovery of another journal
 */
export async function readChains(dir: string, folder: string): Promise<ReplicateChains | null> {
  const journal = await readChainedText(join(dir, "journal.ndjson"), `${folder}/journal.ndjson`);
  if (journal === null) return null;
  const names = (await readdir(dir)).filter((name) => RECOVERY_FILE.test(name));
  const recoveries: (readonly JournalEntry[])[] = [];
  for (const name of names.sort((a, b) => numberOf(a) - numberOf(b))) {
    const shown = `${folder}/${name}`;
    const recovery = await readChainedText(join(dir, name), shown);
    const [first] = recovery?.entries ?? [];
    if (recovery === null || first === undefined) continue;
    const began = recoveryBeganSchema.safeParse(first.data).data;
    const named = first.kind === "recovery.began" ? began?.journalHead : undefined;
    if (named !== journal.head)
      throw new FieldproofError("FP-EVID-012", {
        ...{ path: shown, what: "the journal's last entry", found: named?.slice(0, 8) ?? "nothing" },
        ...{ other: `${folder}/journal.ndjson`, named: journal.head.slice(0, 8) },
      });
    recoveries.push(recovery.entries);
  }
  return { journal, recoveries };
}

const numberOf = (name: string): number => Number(/\d+/.exec(name)?.[0] ?? 1);
