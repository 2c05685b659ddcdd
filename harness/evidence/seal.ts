import { createHash } from "node:crypto";
import { createReadStream, type Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { MANIFEST_SCHEMA_ID, type Manifest, OUTSIDE_SEAL } from "../../core/schema/evidence.ts";
import { fileReason } from "../../core/text/file-reason.ts";
import { printable } from "../../core/text/printable.ts";
import { writeWholeFile } from "./json-file.ts";

const kindOf = (entry: Dirent): string => (entry.isSymbolicLink() ? "a symbolic link" : "neither file nor folder");

/** Paths of all files under `folder`, with forward slashes; what is written beside the seal is left out. */
const filesUnder = async (folder: string, prefix = ""): Promise<string[]> => {
  const paths: string[] = [];
  for (const entry of await readdir(join(folder, prefix), { withFileTypes: true })) {
    const path = `${prefix}${entry.name}`;
    if (OUTSIDE_SEAL.includes(path)) continue;
    if (entry.isDirectory()) paths.push(...(await filesUnder(folder, `${path}/`)));
    else if (entry.isFile()) paths.push(path);
    else throw new FieldproofError("FP-EVID-008", { path: printable(path, 400), kind: kindOf(entry) });
  }
  return paths;
};

const digestOf = async (path: string): Promise<{ bytes: number; sha256: string }> => {
  const hash = createHash("sha256");
  let bytes = 0;
  await pipeline(createReadStream(path), async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  });
  return { bytes, sha256: hash.digest("hex") };
};

/**
 * Seals a run folder: writes manifest.json with length and SHA-256 of every file in it, sorted by path.
 * @returns SHA-256, hex, of the manifest's bytes
 * @throws FieldproofError FP-EVID-008 for a symbolic link, pipe or device; FP-RUN-002 when it cannot be written;
 * FP-FILE-001 when a file cannot be read
 */
export const sealRun = async (runDir: string): Promise<string> => {
  const files: Manifest["files"] = [];
  let current = runDir;
  try {
    for (const path of (await filesUnder(runDir)).sort()) {
      current = join(runDir, path);
      files.push({ path, ...(await digestOf(current)) });
    }
  } catch (error) {
    if (error instanceof FieldproofError) throw error;
    throw new FieldproofError("FP-FILE-001", { path: current, reason: fileReason(error) }, { cause: error });
  }
  const content = `${JSON.stringify({ schema: MANIFEST_SCHEMA_ID, files } satisfies Manifest, null, 2)}\n`;
  await writeWholeFile(join(runDir, "manifest.json"), content);
  return createHash("sha256").update(content).digest("hex");
};
