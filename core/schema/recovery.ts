import { z } from "zod";
import { DRILL_IDS } from "../contract/ids.ts";

/**
 * `recovery.ndjson` beside a journal: what `fieldproof recover` did afterwards, chained like the journal and in its
 * words (`stimulus.undone` ... `stimulus.residue`). A later one is `recovery-2.ndjson`, and so on.
 */
export const RECOVERY_FILE = /^recovery(-([2-9]|[1-9]\d{1,2}))?\.ndjson$/;

/** `recovery.began`, the first entry: which journal it goes on from. */
export const recoveryBeganSchema = z.strictObject({
  run: z.string(),
  drill: z.enum(DRILL_IDS),
  replicate: z.number().int().positive(),
  /** Hash of the last whole entry of the journal. */
  journalHead: z.string().regex(/^[0-9a-f]{64}$/),
  /** The journal, or an earlier recovery, ends in the middle of a line. */
  cut: z.boolean(),
});

/** `recovery.ended`, the last entry. */
export const recoveryEndedSchema = z.strictObject({ left: z.number().int().nonnegative() });

export type RecoveryBegan = z.infer<typeof recoveryBeganSchema>;
export type RecoveryEnded = z.infer<typeof recoveryEndedSchema>;
