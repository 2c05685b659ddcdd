import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { Manifest } from "../../core/schema/evidence.ts";
import { fileKind } from "../../core/text/file-kind.ts";
import { fileReason } from "../../core/text/file-reason.ts";
import { printable } from "../../core/text/printable.ts";

/** Paths of all files under `folder`, with forward slashes. */
const filesUnder = async (folder: string, isLeftOut: (path: string) => boolean, prefix = ""): Promise<string[]> => {
  const paths: string[] = [];
  for (const entry of await readdir(join(folder, prefix), { withFileTypes: true })) {
    const path = `${prefix}${entry.name}`;
    if (isLeftOut(path)) continue;
    if (entry.isDirectory()) paths.push(...(await filesUnder(folder, isLeftOut, `${path}/`)));
    else if (entry.isFile()) paths.push(path);
    else throw new FieldproofError("FP-EVID-008", { path: printable(path, 400), kind: fileKind(entry) });
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
 * Length and SHA-256 of every file under `folder`, sorted by path, but for those that are left out.
 * @throws FieldproofError FP-EVID-008 for a symbolic link, pipe or device; FP-FILE-001 when a file cannot be read
 */
export const digestFiles = async (folder: string, isLeftOut: (path: string) => boolean): Promise<Manifest["files"]> => {
  const files: Manifest["files"] = [];
  let current = folder;
  try {
    for (const path of (await filesUnder(folder, isLeftOut)).sort()) {
      current = join(folder, path);
      files.push({ path, ...(await digestOf(current)) });
    }
    return files;
  } catch (error) {
    if (error instanceof FieldproofError) throw error;
    throw new FieldproofError("FP-FILE-001", { path: current, reason: fileReason(error) }, { cause: error });
  }
};
