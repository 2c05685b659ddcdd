/** A line, or a part of one that is too long to be held. */
export interface LinePiece {
  /** Without the newline. */
  readonly bytes: Uint8Array;
  /** What follows: a newline, more of the same line (only when it is overlong), or the end of the file. */
  readonly ending: "newline" | "more" | "eof";
  /** The line is longer than the limit; its pieces come as they are read. */
  readonly overlong: boolean;
}

export interface LineSplitter {
  push(chunk: Uint8Array): LinePiece[];
  /** A last line without a newline, if there is one. */
  end(): LinePiece[];
}

const NEWLINE = 10;

const joined = (parts: readonly Uint8Array[], bytes: number): Uint8Array => {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

/** Cuts chunks of bytes into lines at LF, and never holds more than `maxBytes` of one line. Chunks must not be reused. */
export const createLineSplitter = (maxBytes: number): LineSplitter => {
  let held: Uint8Array[] = [];
  let bytes = 0;
  let overlong = false;

  const take = (part: Uint8Array): void => {
    if (part.length > 0) held.push(part);
    bytes += part.length;
    if (bytes > maxBytes) overlong = true;
  };
  const give = (ending: LinePiece["ending"]): LinePiece => {
    const piece = { bytes: joined(held, bytes), ending, overlong };
    held = [];
    bytes = 0;
    if (ending !== "more") overlong = false;
    return piece;
  };
  return {
    push(chunk) {
      const pieces: LinePiece[] = [];
      let from = 0;
      for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
        take(chunk.subarray(from, at));
        pieces.push(give("newline"));
        from = at + 1;
      }
      take(chunk.subarray(from));
      if (overlong && bytes > 0) pieces.push(give("more"));
      return pieces;
    },
    end: () => (bytes > 0 || overlong ? [give("eof")] : []),
  };
};
