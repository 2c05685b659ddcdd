import { randomBytes } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { fileReason } from "../../core/text/file-reason.ts";

const syncFolder = async (path: string): Promise<void> => {
  // Windows cannot open folders; its rename is durable enough.
  if (process.platform === "win32") return;
  await using folder = await open(path, "r");
  await folder.sync();
};

/**
 * Writes bytes so that the file is either as before or whole, also after a power cut: a temporary file beside it,
 * fsync, rename, fsync of the folder.
 * @throws FieldproofError FP-RUN-002
 */
export const writeWholeFile = async (path: string, content: string | Uint8Array): Promise<void> => {
  const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    {
      await using file = await open(temporary, "wx");
      await file.writeFile(content);
      await file.sync();
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new FieldproofError("FP-RUN-002", { path, reason: fileReason(error) }, { cause: error });
  }
};

/** `value` as indented JSON, written whole or not at all. @throws FieldproofError FP-RUN-002 */
export const writeJsonFile = (path: string, value: unknown): Promise<void> =>
  writeWholeFile(path, `${JSON.stringify(value, null, 2)}\n`);
