import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { fileReason } from "../../core/text/file-reason.ts";
import { printable } from "../../core/text/printable.ts";
import { readSmallFile } from "../plan/small-file.ts";

const OTHERS = 0o077;
const LIMIT_MB = 0.1;

/**
 * The bytes of a file that only its owner may touch: keys and secrets. Windows has no such modes; there it is read as
 * it is.
 * @throws FieldproofError FP-FILE-001 when it cannot be read, FP-TARGET-011 when group or others may
 */
export const readPrivateFile = async (path: string): Promise<Buffer> => {
  const shown = printable(path, 400);
  try {
    await using file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const { mode } = await file.stat();
    if (process.platform !== "win32" && (mode & OTHERS) !== 0)
      throw new FieldproofError("FP-TARGET-011", { path: shown, mode: (mode & 0o777).toString(8).padStart(4, "0") });
    // The open file keeps its inode: what is read below through the descriptor's path is what was looked at.
    return await readSmallFile(process.platform === "linux" ? `/proc/self/fd/${file.fd}` : path, LIMIT_MB);
  } catch (error) {
    if (error instanceof FieldproofError && error.code !== "FP-FILE-001" && error.code !== "FP-FILE-003") throw error;
    const reason =
      error instanceof FieldproofError ? String(error.details["reason"] ?? "it is too large") : fileReason(error);
    throw new FieldproofError("FP-FILE-001", { path: shown, reason }, { cause: error });
  }
};

/** Writes a new file that only its owner may touch. @throws FieldproofError FP-FILE-004 when the name is taken, FP-FILE-002 */
export const writeNewFile = async (path: string, text: string, mode: 0o600 | 0o644): Promise<void> => {
  const shown = printable(path, 400);
  try {
    await using file = await open(path, "wx", mode);
    await file.writeFile(text);
    await file.sync();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST")
      throw new FieldproofError("FP-FILE-004", { path: shown }, { cause: error });
    throw new FieldproofError("FP-FILE-002", { path: shown, reason: fileReason(error) }, { cause: error });
  }
};
