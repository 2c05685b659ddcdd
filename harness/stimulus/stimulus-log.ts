import { FieldproofError, isFieldproofError, messageOf } from "../../core/errors/fieldproof-error.ts";
import type { StimulusEntryData, StimulusEntryKind } from "../../core/schema/stimulus-journal.ts";
import type { Journal } from "../evidence/journal.ts";

/** What the runner says in the journal, typed by the schema that the judge and `recover` read. */
export interface StimulusLog {
  /** On the disk when this returns, if `sync`. @throws FieldproofError FP-RUN-002 */
  say<K extends StimulusEntryKind>(kind: K, data: StimulusEntryData[K], sync?: boolean): Promise<void>;
  /** The same, where nothing may keep the undo from going on: a failure is told to `onLoss` instead. */
  trySay<K extends StimulusEntryKind>(kind: K, data: StimulusEntryData[K], sync?: boolean): Promise<void>;
}

export function createStimulusLog(
  journal: Pick<Journal, "append">,
  onLoss: (error: FieldproofError) => void,
): StimulusLog {
  const say: StimulusLog["say"] = async (kind, data, sync = false) => {
    await journal.append(kind, data, { sync });
  };
  return {
    say,
    trySay: async (kind, data, sync) => {
      try {
        await say(kind, data, sync);
      } catch (error) {
        onLoss(
          isFieldproofError(error)
            ? error
            : new FieldproofError("FP-INTERNAL-001", { reason: messageOf(error) }, { cause: error }),
        );
      }
    },
  };
}
