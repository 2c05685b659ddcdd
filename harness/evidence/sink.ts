import { type FileHandle, open } from "node:fs/promises";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { fileReason } from "../../core/text/file-reason.ts";

const BATCH_BYTES = 256 * 1024;
const NEWLINE = Buffer.from("\n");

/** Writes many small lines in large batches. All methods throw FieldproofError FP-RUN-002. */
export interface Sink {
  /** True when `flush` is due; keeps memory bounded without awaiting every line. */
  add(bytes: Uint8Array, newline: boolean): boolean;
  flush(): Promise<void>;
  /** Flushes, syncs and closes. */
  close(): Promise<void>;
}

/** Opens a new file to write lines to; it must not exist yet. @throws FieldproofError FP-RUN-002 */
export const openSink = async (path: string): Promise<Sink> => {
  const told = (error: unknown): never => {
    throw new FieldproofError("FP-RUN-002", { path, reason: fileReason(error) }, { cause: error });
  };
  const file: FileHandle = await open(path, "wx").catch(told);
  let batch: Uint8Array[] = [];
  let bytes = 0;
  const flush = async (): Promise<void> => {
    if (bytes === 0) return;
    const content = Buffer.concat(batch, bytes);
    batch = [];
    bytes = 0;
    await file.writeFile(content).catch(told);
  };
  return {
    add(part, newline) {
      // A copy: a view would keep the whole chunk that it was read in.
      batch.push(Buffer.from(part));
      bytes += part.length;
      if (newline) {
        batch.push(NEWLINE);
        bytes += 1;
      }
      return bytes >= BATCH_BYTES;
    },
    flush,
    async close() {
      try {
        await flush();
        await file.sync().catch(told);
      } finally {
        await file.close().catch(() => undefined);
      }
    },
  };
};
