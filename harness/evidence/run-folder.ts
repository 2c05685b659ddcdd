import { mkdir, rm, stat, statfs, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { runSchema } from "../../core/schema/evidence.ts";
import { fileReason } from "../../core/text/file-reason.ts";

const MB = 1_000_000;
/** A drop of 3,000 contacts leaves some 40 MB; the rest is for logs and a margin. */
const NEEDED_MB = 200;

const codeOf = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : undefined);

/**
 * Makes `path` and the folders above it. Own code, because `mkdir` with `recursive` never ends where a parent exists
 * but takes no folders and says ENOENT, as /proc does.
 */
const makeFolders = async (path: string): Promise<void> => {
  try {
    await mkdir(path);
  } catch (error) {
    if (codeOf(error) === "EEXIST" && (await stat(path)).isDirectory()) return;
    if (codeOf(error) !== "ENOENT" || dirname(path) === path) throw error;
    await makeFolders(dirname(path));
    await mkdir(path).catch((again: unknown) => {
      if (codeOf(again) !== "EEXIST") throw again;
    });
  }
};

/**
 * Makes the folder of a new run and proves that it can be written to.
 * @returns its path, `runsDir/id`
 * @throws FieldproofError FP-FILE-002 (cannot be written), FP-FILE-004 (exists already), FP-FILE-005 (disk too full)
 */
export const createRunFolder = async (runsDir: string, id: string, needMb: number = NEEDED_MB): Promise<string> => {
  if (!runSchema.shape.id.safeParse(id).success) throw new RangeError(`${JSON.stringify(id)} is no run id`);
  const path = join(runsDir, id);
  let made = false;
  try {
    await makeFolders(resolve(runsDir));
    const { bavail, bsize } = await statfs(runsDir);
    const freeMb = Math.floor((bavail * bsize) / MB);
    if (freeMb < needMb) throw new FieldproofError("FP-FILE-005", { path: runsDir, freeMb, needMb });
    await mkdir(path);
    made = true;
    // A folder may be made where files may not: quotas, access lists.
    const trial = join(path, ".trial");
    await writeFile(trial, "x", { flag: "wx" });
    await rm(trial);
    return path;
  } catch (error) {
    if (error instanceof FieldproofError) throw error;
    if (made) await rm(path, { recursive: true, force: true }).catch(() => undefined);
    if (!made && codeOf(error) === "EEXIST" && error instanceof Error && "path" in error && error.path === path)
      throw new FieldproofError("FP-FILE-004", { path }, { cause: error });
    throw new FieldproofError("FP-FILE-002", { path, reason: fileReason(error) }, { cause: error });
  }
};
