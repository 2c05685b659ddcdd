import { closeSync, openSync, writeSync } from "node:fs";

const BUFFER_CHARS = 1 << 20;

/** A file that is written line by line, in large pieces; for benches, which have nothing else to do meanwhile. */
export interface LineFile {
  add(line: string): void;
  close(): void;
}

export function openLineFile(path: string): LineFile {
  const file = openSync(path, "w");
  let held = "";
  const flush = (): void => {
    if (held !== "") writeSync(file, held);
    held = "";
  };
  return {
    add: (line) => {
      held += `${line}\n`;
      if (held.length > BUFFER_CHARS) flush();
    },
    close: () => {
      flush();
      closeSync(file);
    },
  };
}
