import { Worker } from "node:worker_threads";
import { provedIn, provingMemory, type ProvingTask, SLOT_BYTES, SLOTS, textIn } from "./proving-memory.ts";

/** Beside this file, as source or packed. */
const WORKER = new URL("./proving-worker.ts", import.meta.url);

export interface ProvedChunk {
  readonly chunk: Buffer;
  /** Whether a line's hash was made anew and was right, by its place in the chunk. */
  isProved(line: number): boolean;
}

/**
 * A thread that makes hashes of entries anew while the judge does other things. It can only spare work: what it does not
 * say to be right is not believed, and a thread that dies has proved nothing more.
 */
export interface ProvingThread {
  /** Copies the chunk at once. What comes back holds until `SLOTS - 1` more chunks were given; at most so many may wait. */
  prove(chunk: Buffer): Promise<ProvedChunk>;
  close(): Promise<void>;
}

export function startProvingThread(): ProvingThread {
  const memory = provingMemory();
  const worker = new Worker(WORKER, { workerData: memory });
  const waiting = new Map<number, (done: boolean) => void>();
  let gone = false;
  let turn = 0;
  const end = (): void => {
    gone = true;
    for (const tell of waiting.values()) tell(false);
    waiting.clear();
  };
  worker.on("error", end);
  worker.on("exit", end);
  worker.on("message", (slot: number) => {
    waiting.get(slot)?.(true);
    waiting.delete(slot);
  });
  return {
    prove: async (chunk) => {
      const slot = turn % SLOTS;
      if (gone || chunk.length > SLOT_BYTES || waiting.has(slot))
        return { chunk: Buffer.from(chunk), isProved: () => false };
      turn += 1;
      const copy = textIn(memory, slot).subarray(0, chunk.length);
      chunk.copy(copy);
      const done = new Promise<boolean>((tell) => waiting.set(slot, tell));
      worker.postMessage({ slot, length: chunk.length } satisfies ProvingTask);
      const isDone = await done;
      const marks = provedIn(memory, slot);
      return { chunk: copy, isProved: (line) => isDone && marks[line] === 1 };
    },
    close: async () => {
      await worker.terminate();
    },
  };
}
