import { stat } from "node:fs/promises";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { fileReason } from "../../core/text/file-reason.ts";
import { printable } from "../../core/text/printable.ts";

/** A link to a run folder will do: `runs/latest` is one. @throws FieldproofError FP-EVID-001 */
export async function mustBeFolder(runDir: string): Promise<void> {
  const path = printable(runDir, 400);
  const stats = await stat(runDir).catch((cause: unknown) => {
    throw new FieldproofError("FP-EVID-001", { path, reason: fileReason(cause) }, { cause });
  });
  if (!stats.isDirectory()) throw new FieldproofError("FP-EVID-001", { path, reason: "it is not a folder" });
}
