import { FieldproofError, isFieldproofError, messageOf } from "../../core/errors/fieldproof-error.ts";
import type { StimulusEntryData, StimulusEntryKind } from "../../core/schema/stimulus-journal.ts";
import type { Journal } from "../evidence/journal.ts";
import type { Pace } from "./pace.ts";
import type { Waits } from "./waits.ts";

/** What the runner says in the journal, typed by the schema that the judge and `recover` read. */
export interface StimulusLog {
  /** On the disk when this returns, if `sync`. @throws FieldproofError FP-RUN-002 */
  say<K extends StimulusEntryKind>(kind: K, data: StimulusEntryData[K], sync?: boolean): Promise<void>;
  /** The same, where nothing may keep the undo from going on: a failure is told to `onLoss` instead. */
  trySay<K extends StimulusEntryKind>(kind: K, data: StimulusEntryData[K], sync?: boolean): Promise<void>;
}

/** A disk that does not answer must not keep a fault in place. */
export function createStimulusLog(
  journal: Pick<Journal, "append">,
  onLoss: (error: FieldproofError) => void,
  waits: Waits,
  pace: Pace,
): StimulusLog {
  const say: StimulusLog["say"] = async (kind, data, sync = false) => {
    const answer = await waits.within(pace.call, () => journal.append(kind, data, { sync }));
    if (answer.ok) return;
    throw answer.error ?? new FieldproofError("FP-RUN-002", { path: "journal.ndjson", reason: answer.reason });
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
