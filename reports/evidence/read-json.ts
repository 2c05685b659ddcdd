import { lstat, readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { z } from "zod";
import { FieldproofError, messageOf } from "../../core/errors/fieldproof-error.ts";
import { fileKind } from "../../core/text/file-kind.ts";
import { printable } from "../../core/text/printable.ts";

/** A manifest of many replicates is the largest of these files by far. */
const LIMIT_MB = 20;

/**
 * One JSON file of a run folder, checked against its schema; `name` is what faults call it.
 * @throws FieldproofError FP-EVID-002 (not there), FP-EVID-004 (another schema), FP-EVID-005 (damaged), -008 (no regular
 * file), FP-FILE-003
 */
export async function readJson<T>(
  path: string,
  schema: z.ZodType<T>,
  schemaId: string | null,
  name = basename(path),
): Promise<T> {
  // Not through a link: what it points to is no part of the folder.
  const stats = await lstat(path).catch(() => null);
  if (stats === null) throw new FieldproofError("FP-EVID-002", { path: name });
  if (!stats.isFile()) throw new FieldproofError("FP-EVID-008", { path: name, kind: fileKind(stats) });
  if (stats.size > LIMIT_MB * 1e6)
    throw new FieldproofError("FP-FILE-003", { path: name, sizeMb: Math.ceil(stats.size / 1e6), limitMb: LIMIT_MB });
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    throw new FieldproofError(
      "FP-EVID-005",
      { path: name, line: 1, reason: printable(messageOf(error)) },
      { cause: error },
    );
  }
  const found = typeof value === "object" && value !== null && "schema" in value ? String(value.schema) : "none";
  if (schemaId !== null && found !== schemaId)
    throw new FieldproofError("FP-EVID-004", { path: name, found: printable(found), known: schemaId });
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new FieldproofError("FP-EVID-005", {
    path: name,
    line: 1,
    reason: printable(issue === undefined ? "not of its schema" : `${issue.path.join(".")}: ${issue.message}`),
  });
}
