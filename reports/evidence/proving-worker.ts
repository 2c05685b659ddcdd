import { parentPort, workerData } from "node:worker_threads";
import { lineMarks } from "./line-marks.ts";
import { proveFile } from "./proved-lines.ts";

/** Proves a file of chained entries beside the judge, and says each time how far it is. */
const { path, bits }: { path: string; bits: SharedArrayBuffer } = workerData;
await proveFile(path, lineMarks(bits).set, (line) => parentPort?.postMessage(line));
