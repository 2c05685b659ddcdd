import { Worker } from "node:worker_threads";
import { provedIn, provingMemory, type ProvingTask, SLOT_BYTES, SLOTS, textIn } from "./proving-memory.ts";

/** Beside this file, as source or packed. */
const WORKER = new URL("./proving-worker.ts", import.meta.url);

/** Which lines of a chunk are proved, by their place in it. */
export type Proofs = (line: number) => boolean;
const NONE: Proofs = () => false;

/**
 * A thread that makes hashes of entries anew while the judge does other things. It can only spare work: what it does not
 * say to be right is not believed, and a thread that dies has proved nothing more.
 */
export interface ProvingThread {
  /** Copies the chunk at once. The proofs hold until `SLOTS - 1` more chunks were given; at most so many may wait. */
  prove(chunk: Buffer): Promise<Proofs>;
  close(): Promise<void>;
}

export function startProvingThread(): ProvingThread {
  const memory = provingMemory();
  const worker = new Worker(WORKER, { workerData: memory });
  const waiting = new Map<number, (proofs: Proofs) => void>();
  let gone = false;
  let turn = 0;
  const end = (): void => {
    gone = true;
    for (const give of waiting.values()) give(NONE);
    waiting.clear();
  };
  worker.on("error", end);
  worker.on("exit", end);
  worker.on("message", (slot: number) => {
    const marks = provedIn(memory, slot);
    waiting.get(slot)?.((line) => marks[line] === 1);
    waiting.delete(slot);
  });
  return {
    prove: async (chunk) => {
      const slot = turn % SLOTS;
      if (gone || chunk.length > SLOT_BYTES || waiting.has(slot)) return NONE;
      turn += 1;
      chunk.copy(textIn(memory, slot));
      return new Promise((resolve) => {
        waiting.set(slot, resolve);
        worker.postMessage({ slot, length: chunk.length } satisfies ProvingTask);
      });
    },
    close: async () => {
      await worker.terminate();
    },
  };
}
