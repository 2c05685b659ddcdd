/** A line with its newline is longer than this; marks of shorter ones would be beyond the room, and stay unset. */
const LEAST_LINE_BYTES = 128;
/** Marks of what lies behind this stay unset, too: a file of holes has any length that it likes. */
const MOST_BYTES = 2 ** 36;

/** One bit for each line of a file, which one thread sets while another reads them. */
export interface LineMarks {
  /** What another thread makes the same marks of. */
  readonly bits: SharedArrayBuffer;
  set(line: number): void;
  isSet(line: number): boolean;
}

export const newLineMarks = (fileBytes: number): LineMarks =>
  lineMarks(new SharedArrayBuffer(Math.ceil(Math.min(fileBytes, MOST_BYTES) / LEAST_LINE_BYTES / 8) + 1));

export function lineMarks(bits: SharedArrayBuffer): LineMarks {
  const bytes = new Uint8Array(bits);
  return {
    bits,
    set: (line) => {
      const at = Math.floor(line / 8);
      if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) | (1 << (line % 8));
    },
    isSet: (line) => ((bytes[Math.floor(line / 8)] ?? 0) & (1 << (line % 8))) !== 0,
  };
}
