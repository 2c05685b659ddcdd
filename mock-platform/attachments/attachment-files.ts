import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, stat } from "node:fs/promises";
import { join } from "node:path";

/** Files by the SHA-256 of their bytes, lower-case hex; the same bytes are kept once. */
export interface AttachmentFiles {
  /** Resolves once the bytes are on disk. */
  put(sha256: string, bytes: Uint8Array): Promise<void>;
  /** Null when there is no such file. */
  get(sha256: string): Promise<Uint8Array | null>;
}

/** Files in memory, for tests. */
export const attachmentMemory = (): AttachmentFiles => {
  const files = new Map<string, Uint8Array>();
  return {
    put: async (sha256, bytes) => void files.set(sha256, bytes),
    get: async (sha256) => files.get(sha256) ?? null,
  };
};

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Files in `folder`, which is made when it is not there. A file has its name only once it is whole and on disk. */
export const attachmentFolder = (folder: string): AttachmentFiles => ({
  put: async (sha256, bytes) => {
    const path = join(folder, sha256);
    if (await exists(path)) return;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const unnamed = join(folder, `.${sha256}.${randomUUID()}`);
    const file = await open(unnamed, "wx", 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unnamed, path);
  },
  get: (sha256) => readFile(join(folder, sha256)).catch(() => null),
});
