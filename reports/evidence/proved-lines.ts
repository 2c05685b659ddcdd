import { hash } from "node:crypto";
import { createPlainEntry } from "./plain-entry.ts";

const NEWLINE = 10;

/** Marks with 1 each line of `bytes`, in turn, whose hash is right for certain; of the others it says nothing. */
export type ProveLines = (bytes: Buffer, proved: Uint8Array) => void;

/** Lines beyond the room of `proved` stay unmarked. */
export function createLineProver(): ProveLines {
  const entry = createPlainEntry();
  return (bytes, proved) => {
    proved.fill(0);
    let from = 0;
    for (let line = 0; line < proved.length; line++) {
      const end = bytes.indexOf(NEWLINE, from);
      if (end < 0) return;
      if (entry.read(bytes, from, end) && hash("sha256", entry.canonical()) === entry.hash()) proved[line] = 1;
      from = end + 1;
    }
  };
}
