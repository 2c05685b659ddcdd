import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { FieldproofError, isFieldproofError } from "../../core/errors/fieldproof-error.ts";
import { MANIFEST_SCHEMA_ID, manifestSchema, OUTSIDE_SEAL } from "../../core/schema/evidence.ts";
import { fileKind } from "../../core/text/file-kind.ts";
import { printable } from "../../core/text/printable.ts";
import { createFileDigester, type FileDigester, UNREADABLE } from "./file-digester.ts";
import { mustBeFolder } from "./run-folder.ts";
import { crossCheck } from "./cross-check.ts";
import { readJson } from "./read-json.ts";
import { isRecoveryPath } from "./recoveries.ts";

export interface Verification {
  /** SHA-256, hex, of the manifest's bytes; empty when there is no manifest. */
  readonly digest: string;
  readonly faults: readonly FieldproofError[];
  readonly files: number;
  readonly bytes: number;
}

/** Paths of a manifest stay inside the folder: nothing absolute, no step upwards, no backslash. */
const staysInside = (path: string): boolean =>
  !path.startsWith("/") &&
  !path.includes("\\") &&
  !path.split("/").some((part) => part === ".." || part === "." || part === "");

/**
 * Checks a run folder against its manifest, offline: each file's digest, files that are missing or were added; and
 * against its journals (`cross-check.ts`). All faults at once; never throws for a damaged folder.
 * @throws FieldproofError FP-EVID-001 when there is no such folder.
 */
export async function verifyRun(runDir: string): Promise<Verification> {
  await mustBeFolder(runDir);
  const faults: FieldproofError[] = [];
  const irregular = new Map<string, string>();
  const present = new Set((await filesBelow(runDir, "", irregular)).filter((path) => !OUTSIDE_SEAL.includes(path)));
  for (const [path, kind] of irregular)
    faults.push(new FieldproofError("FP-EVID-008", { path: printable(path, 300), kind }));
  let files = 0;
  let bytes = 0;
  let digest = "";
  const digester = createFileDigester();
  try {
    const manifestPath = join(runDir, "manifest.json");
    const manifest = await readJson(manifestPath, manifestSchema, MANIFEST_SCHEMA_ID);
    digest = createHash("sha256")
      .update(await readFile(manifestPath))
      .digest("hex");
    const digests = new Map<string, string>();
    for (const entry of manifest.files) {
      files += 1;
      bytes += entry.bytes;
      const shown = printable(entry.path, 300);
      if (!staysInside(entry.path)) {
        faults.push(new FieldproofError("FP-EVID-009", { path: shown }));
      } else if (!present.delete(entry.path)) {
        if (!irregular.has(entry.path)) faults.push(new FieldproofError("FP-EVID-002", { path: shown }));
      } else {
        const digest = await digestOf(join(runDir, entry.path), entry.bytes, digester);
        digests.set(entry.path, digest);
        if (digest !== entry.sha256) faults.push(new FieldproofError("FP-EVID-003", { path: shown }));
      }
    }
    // A recovery comes after the seal where the run was sealed with something left; it is bound by its own chain.
    const added = [...present].filter((path) => !isRecoveryPath(path));
    for (const path of added) faults.push(new FieldproofError("FP-EVID-007", { path: printable(path, 300) }));
    // What is wrong with a folder that does not match its own seal is told by that alone.
    if (faults.length === 0) faults.push(...(await crossCheck(runDir, digests)));
  } catch (error) {
    if (!isFieldproofError(error)) throw error;
    faults.push(error);
  } finally {
    await digester.close();
  }
  return { digest, faults, files, bytes };
}

/** SHA-256, hex; of another length than `bytes` it is another file, however long it would take to read. */
async function digestOf(path: string, bytes: number, digester: FileDigester): Promise<string> {
  const size = await stat(path).then(
    (found) => found.size,
    () => null,
  );
  if (size === null) return UNREADABLE;
  return size === bytes ? digester.digest(path, bytes) : "of another length";
}

/** Regular files with their paths; what is neither file nor folder goes to `irregular` with its kind, unopened. */
async function filesBelow(root: string, below: string, irregular: Map<string, string>): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(join(root, below), { withFileTypes: true })) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await filesBelow(root, path, irregular)));
    else if (entry.isFile()) found.push(path);
    else irregular.set(path, fileKind(entry));
  }
  return found;
}
