import { Worker } from "node:worker_threads";
import { newLineMarks } from "./line-marks.ts";

/** Beside this file, as source or packed. */
const WORKER = new URL("./proving-worker.ts", import.meta.url);
/** The thread holds two buffers and one line. */
const LIMITS = { maxYoungGenerationSizeMb: 8 };

/**
 * A thread that makes the hashes of a file's entries anew while the judge does other things. It can only spare work: a
 * line that it does not name is not believed, and a thread that dies has proved nothing more.
 */
export interface ProvingThread {
  isProved(line: number): boolean;
  /** Resolves once all lines before `line` were looked at, or nothing more will be. */
  reached(line: number): Promise<void>;
  close(): Promise<void>;
}

export function startProvingThread(path: string, fileBytes: number): ProvingThread {
  const marks = newLineMarks(fileBytes);
  const worker = new Worker(WORKER, { workerData: { path, bits: marks.bits }, resourceLimits: LIMITS });
  let seen = 0;
  let waiting: { readonly line: number; go(): void }[] = [];
  const advance = (line: number): void => {
    seen = Math.max(seen, line);
    for (const one of waiting) if (one.line <= seen) one.go();
    waiting = waiting.filter((one) => one.line > seen);
  };
  const end = (): void => advance(Number.POSITIVE_INFINITY);
  worker.on("message", advance);
  worker.on("error", end);
  worker.on("exit", end);
  return {
    isProved: (line) => line < seen && marks.isSet(line),
    reached: async (line) => {
      if (seen < line) await new Promise<void>((go) => waiting.push({ line, go }));
    },
    close: async () => {
      await worker.terminate();
    },
  };
}
