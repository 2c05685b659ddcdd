import { join } from "node:path";
import { FieldproofError, isFieldproofError } from "../../core/errors/fieldproof-error.ts";
import { RUN_SCHEMA_ID, type RunRecord, runSchema } from "../../core/schema/evidence.ts";
import { printable } from "../../core/text/printable.ts";
import { readSmallFile } from "../plan/small-file.ts";

/** The run.json of a folder. @throws FieldproofError FP-RECOVER-001, -003, -005 */
export async function readRunRecord(runDir: string): Promise<RunRecord> {
  let text: string;
  try {
    text = (await readSmallFile(join(runDir, "run.json"), 1)).toString("utf8");
  } catch (error) {
    const reason = isFieldproofError(error) ? String(error.details["reason"] ?? "it is too large") : "it is not there";
    throw new FieldproofError("FP-RECOVER-005", { path: printable(runDir, 400), reason }, { cause: error });
  }
  const damaged = (reason: string, cause?: unknown): FieldproofError =>
    new FieldproofError("FP-RECOVER-001", { path: "run.json", line: 1, reason: printable(reason, 200) }, { cause });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw damaged("it is no JSON", error);
  }
  const found = typeof value === "object" && value !== null && "schema" in value ? String(value.schema) : "none";
  if (found !== RUN_SCHEMA_ID)
    throw new FieldproofError("FP-RECOVER-003", {
      ...{ path: "run.json", line: 1, found: printable(found, 80), known: RUN_SCHEMA_ID },
    });
  const parsed = runSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw damaged(issue === undefined ? "it is not of its schema" : `${issue.path.join(".")}: ${issue.message}`);
}
