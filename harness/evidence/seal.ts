import { createHash } from "node:crypto";
import { join } from "node:path";
import { MANIFEST_SCHEMA_ID, type Manifest, OUTSIDE_SEAL } from "../../core/schema/evidence.ts";
import { digestFiles } from "./file-digests.ts";
import { writeWholeFile } from "./json-file.ts";

/**
 * Seals a run folder: writes manifest.json with length and SHA-256 of every file in it, sorted by path; what is
 * written beside the seal is left out.
 * @returns SHA-256, hex, of the manifest's bytes
 * @throws FieldproofError FP-EVID-008 for a symbolic link, pipe or device; FP-RUN-002 when it cannot be written;
 * FP-FILE-001 when a file cannot be read
 */
export const sealRun = async (runDir: string): Promise<string> => {
  const files = await digestFiles(runDir, (path) => OUTSIDE_SEAL.includes(path));
  const content = `${JSON.stringify({ schema: MANIFEST_SCHEMA_ID, files } satisfies Manifest, null, 2)}\n`;
  await writeWholeFile(join(runDir, "manifest.json"), content);
  return createHash("sha256").update(content).digest("hex");
};
