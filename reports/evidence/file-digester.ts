import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { Worker } from "node:worker_threads";

/** Beside this file, as source or packed. */
const WORKER = new URL("./digest-worker.ts", import.meta.url);
/** From this size on a file is worth another thread, so that the judge need not wait for it. */
const LARGE_BYTES = 8_000_000;
export const UNREADABLE = "unreadable";

/** SHA-256, hex, of files one after another; what cannot be read has no digest, and says so instead of one. */
export interface FileDigester {
  digest(path: string, bytes: number): Promise<string>;
  close(): Promise<void>;
}

export function createFileDigester(largeBytes = LARGE_BYTES): FileDigester {
  let worker: Worker | null = null;
  return {
    digest: async (path, bytes) => {
      if (bytes < largeBytes) return digestHere(path);
      worker ??= new Worker(WORKER, { resourceLimits: { maxYoungGenerationSizeMb: 8 } });
      const answer = await digestThere(worker, path);
      if (answer !== null) return answer;
      // That thread is gone, and would not answer again.
      worker = null;
      return UNREADABLE;
    },
    close: async () => {
      await worker?.terminate();
    },
  };
}

/** Null when the thread ended over it. */
const digestThere = (worker: Worker, path: string): Promise<string | null> =>
  new Promise((resolve) => {
    const answer = (digest: unknown): void => {
      for (const event of ["message", "error", "exit"]) worker.off(event, answer);
      resolve(typeof digest === "string" ? digest : null);
    };
    for (const event of ["message", "error", "exit"]) worker.on(event, answer);
    worker.postMessage(path);
  });

async function digestHere(path: string): Promise<string> {
  const hash = createHash("sha256");
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
    return hash.digest("hex");
  } catch {
    return UNREADABLE;
  }
}
