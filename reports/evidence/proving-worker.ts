import { workerData } from "node:worker_threads";
import { proveFile } from "./proved-lines.ts";
import { lineMarks } from "./line-marks.ts";

const { path, memory }: { path: string; memory: Parameters<typeof lineMarks>[0] } = workerData;
const marks = lineMarks(memory);
await proveFile(path, marks);
marks.end();
