import { join } from "node:path";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { writeJsonFile } from "../evidence/json-file.ts";
import { sealRun } from "../evidence/seal.ts";
import type { RunLeft } from "./run-left.ts";

export interface Closed {
  readonly aborted: boolean;
  readonly sealed: boolean;
}

export const needsClosing = ({ run, sealed }: RunLeft): boolean => run.endedAt === null || !sealed;

/**
 * Writes what the harness no longer could: that the run was cut off, and the seal.
 * @throws FieldproofError FP-EVID-008, FP-FILE-001, FP-RUN-002
 */
export async function closeRun(left: RunLeft, nowMs: number): Promise<Closed> {
  const { run, runDir } = left;
  const aborted = run.endedAt === null;
  if (aborted) {
    const { code, message } = new FieldproofError("FP-RECOVER-007");
    await writeJsonFile(join(runDir, "run.json"), {
      ...run,
      endedAt: new Date(nowMs).toISOString(),
      aborted: run.aborted ?? { code, message },
    });
  }
  if (!left.sealed) await sealRun(runDir);
  return { aborted, sealed: !left.sealed };
}
