import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { fileKind } from "../../core/text/file-kind.ts";
import { fileReason } from "../../core/text/file-reason.ts";
import { printable } from "../../core/text/printable.ts";

const MB = 1_000_000;

/**
 * The bytes of a regular file of at most `limitMb` megabytes (10^6 bytes). The size is looked at before anything is
 * read, and a pipe or device is refused without being waited for.
 * @throws FieldproofError FP-FILE-001 (cannot be read, or is no regular file), FP-FILE-003 (too large)
 */
export const readSmallFile = async (path: string, limitMb: number): Promise<Buffer> => {
  const shown = printable(path, 400);
  try {
    // Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
    await using file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = await file.stat();
    if (!stats.isFile())
      throw new FieldproofError("FP-FILE-001", {
        path: shown,
        reason: `it is ${fileKind(stats)}${stats.isDirectory() ? "" : ", not a file"}`,
      });
    const tooLarge = (bytes: number): FieldproofError =>
      new FieldproofError("FP-FILE-003", { path: shown, sizeMb: Math.ceil(bytes / (MB / 10)) / 10, limitMb });
    if (stats.size > limitMb * MB) throw tooLarge(stats.size);
    // The file may grow while it is read, and files of /proc say that they are empty.
    const chunks: Buffer[] = [];
    let size = 0;
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(65_536), 0, 65_536, null);
      if (bytesRead === 0) return Buffer.concat(chunks);
      size += bytesRead;
      if (size > limitMb * MB) throw tooLarge(size);
      chunks.push(buffer.subarray(0, bytesRead));
    }
  } catch (error) {
    if (error instanceof FieldproofError) throw error;
    throw new FieldproofError("FP-FILE-001", { path: shown, reason: fileReason(error) }, { cause: error });
  }
};
