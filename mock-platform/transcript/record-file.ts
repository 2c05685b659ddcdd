import { createWriteStream, existsSync, readFileSync } from "node:fs";
import { once } from "node:events";

/** An append-only list of records that outlives the process. */
export interface RecordFile {
  /** What was there when it was opened, oldest first. */
  readonly kept: readonly unknown[];
  append(record: object): void;
  /** Resolves when all is written out. */
  close(): Promise<void>;
}

/** Records in memory, for tests. */
export const openRecordList = (kept: readonly unknown[] = []): RecordFile => ({
  kept,
  append: () => {},
  close: async () => {},
});

const parsedLines = (text: string): unknown[] =>
  text.split("\n").flatMap((line): unknown[] => {
    try {
      return line === "" ? [] : [JSON.parse(line)];
    } catch {
      // A crash cuts the last line; the one who reads takes what is missing from elsewhere.
      return [];
    }
  });

/**
 * Records as NDJSON at `path` (mode 0600). Writes do not wait for the disk, so a crash may lose the last ones; `onTrouble` hears of a
 * disk that refuses. Throws what the file system throws when a file that is there cannot be read.
 */
export const openRecordFile = (path: string, onTrouble: (error: unknown) => void): RecordFile => {
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  const stream = createWriteStream(path, { flags: "a", mode: 0o600 });
  stream.on("error", onTrouble);
  // After a cut line the next record begins one of its own.
  if (text !== "" && !text.endsWith("\n")) stream.write("\n");
  return {
    kept: parsedLines(text),
    append: (record) => void stream.write(`${JSON.stringify(record)}\n`),
    close: async () => {
      if (stream.destroyed || stream.closed) return;
      stream.end();
      await once(stream, "close");
    },
  };
};
