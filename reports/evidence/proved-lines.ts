import { hash } from "node:crypto";
import { lineChunks } from "./line-chunks.ts";
import { createPlainEntry } from "./plain-entry.ts";

const NEWLINE = 10;
/** Of a longer line nothing is said. */
const LONGEST_LINE_BYTES = 1_000_000;

/** Marks each line of `bytes` whose hash is right for certain, the first of them as `line`; of the others it says nothing. */
export type ProveLines = (bytes: Buffer, line: number, mark: (line: number) => void) => number;

/** @returns the line behind the last newline */
export function createLineProver(): ProveLines {
  const entry = createPlainEntry();
  return (bytes, first, mark) => {
    let from = 0;
    let line = first;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      if (entry.read(bytes, from, end) && hash("sha256", entry.canonical()) === entry.hash()) mark(line);
      from = end + 1;
      line++;
    }
    return line;
  };
}

/** A whole file of chained entries, as far as it can be read. `advance` is told the line before which all were looked at. */
export async function proveFile(
  path: string,
  mark: (line: number) => void,
  advance: (line: number) => void,
): Promise<void> {
  const prove = createLineProver();
  let line = 0;
  for await (const chunk of lineChunks(path, LONGEST_LINE_BYTES)) {
    line = prove(chunk, line, mark);
    advance(line);
  }
}
