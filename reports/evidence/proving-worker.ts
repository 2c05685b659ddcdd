import { parentPort, workerData } from "node:worker_threads";
import { createLineProver } from "./proved-lines.ts";
import { type ProvingMemory, provedIn, type ProvingTask, textIn } from "./proving-memory.ts";

/** Makes the hashes of log entries anew, a chunk at a time, in memory that it shares with the judge. */
const memory: ProvingMemory = workerData;
const prove = createLineProver();

parentPort?.on("message", ({ slot, length }: ProvingTask) => {
  prove(textIn(memory, slot).subarray(0, length), provedIn(memory, slot));
  parentPort?.postMessage(slot);
});
