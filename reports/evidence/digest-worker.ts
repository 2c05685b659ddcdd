import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import { UNREADABLE } from "./file-digester.ts";

const CHUNK_BYTES = 1 << 18;
const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);

/** SHA-256, hex. Read in turn with the hashing: this thread has nothing else to do. */
function digestOf(path: string): string {
  const hash = createHash("sha256");
  const file = openSync(path, "r");
  try {
    for (let bytes = readSync(file, buffer); bytes > 0; bytes = readSync(file, buffer))
      hash.update(buffer.subarray(0, bytes));
    return hash.digest("hex");
  } finally {
    closeSync(file);
  }
}

parentPort?.on("message", (path: string) => {
  try {
    parentPort?.postMessage(digestOf(path));
  } catch {
    parentPort?.postMessage(UNREADABLE);
  }
});
