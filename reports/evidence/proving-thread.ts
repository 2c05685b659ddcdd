import { Worker } from "node:worker_threads";
import { type LineMarks, newLineMarks } from "./line-marks.ts";

/** Beside this file, as source or packed. */
const WORKER = new URL("./proving-worker.ts", import.meta.url);
/** The thread holds two buffers and one line. */
const LIMITS = { maxYoungGenerationSizeMb: 8 };

/**
 * A thread that makes the hashes of a file's entries anew while the judge does other things. It can only spare work: a
 * line that it does not mark is not believed, and a thread that dies has proved nothing more.
 */
export interface ProvingThread {
  readonly marks: Pick<LineMarks, "isSet" | "reached">;
  close(): Promise<void>;
}

export function startProvingThread(path: string, fileBytes: number): ProvingThread {
  const marks = newLineMarks(fileBytes);
  const worker = new Worker(WORKER, { workerData: { path, memory: marks.memory }, resourceLimits: LIMITS });
  worker.on("error", marks.end);
  worker.on("exit", marks.end);
  return {
    marks,
    close: async () => {
      await worker.terminate();
    },
  };
}
