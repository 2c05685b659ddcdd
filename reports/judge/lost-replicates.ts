import { DRILL_IDS, type DrillId } from "../../core/contract/ids.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { RunRecord } from "../../core/schema/evidence.ts";
import type { ReplicateVerdict } from "../../core/schema/verdict.ts";
import { type DamagedReplicate, expectedFolders, type ReplicateOnDisk } from "../evidence/read-run.ts";

export interface LostReplicate {
  readonly drill: DrillId;
  /** Its folder is there and cannot be read; otherwise it is gone. */
  readonly damaged: boolean;
  readonly folder: string;
  readonly verdict: ReplicateVerdict;
}

export const inTurn = (verdicts: readonly ReplicateVerdict[]): ReplicateVerdict[] =>
  [...verdicts].sort((a, b) => a.replicate - b.replicate);

/**
 * Replicates that a run must have and of which nothing can be judged: each is INCONCLUSIVE in its place, so that "4 of 4
 * met" is never said of five. A run that was stopped or killed has no more than it has.
 */
export function lostReplicates(
  run: RunRecord,
  firstSeed: number,
  replicates: readonly ReplicateOnDisk[],
  damaged: readonly DamagedReplicate[],
  evidence: string,
): LostReplicate[] {
  const lost = (drill: DrillId, replicate: number, fault: FieldproofError, there: boolean): LostReplicate => {
    const folder = `${drill}/${replicate}`;
    const reason = `${fault.message} [${fault.code}]`;
    const id = there ? "evidence-intact" : "evidence-complete";
    return {
      drill,
      damaged: there,
      folder,
      verdict: {
        ...{ replicate, seed: (firstSeed + replicate - 1) >>> 0, verdict: "INCONCLUSIVE", reason, aborted: false },
        validity: [{ id, ok: false, sentence: reason, value: 1, limit: 0 }],
        ...{ objectives: [], charts: [], tables: [], evidence },
      },
    };
  };
  const here = new Set([...replicates, ...damaged].map(({ folder }) => folder));
  const whole = run.endedAt !== null && run.aborted === null;
  const gone = whole ? expectedFolders(run).filter((folder) => !here.has(folder)) : [];
  return [
    ...damaged.map(({ drill, replicate, fault }) => lost(drill, replicate, fault, true)),
    ...gone.flatMap((folder) => {
      const [name, number] = folder.split("/");
      const drill = DRILL_IDS.find((id) => id === name);
      const fault = new FieldproofError("FP-EVID-002", { path: `${folder}/replicate.json` });
      return drill === undefined ? [] : [lost(drill, Number(number), fault, false)];
    }),
  ];
}
