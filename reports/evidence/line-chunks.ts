import { open } from "node:fs/promises";

const NEWLINE = 10;
const CHUNK_BYTES = 1 << 17;
/** Room before what is read, for the line that the chunk before left unfinished. */
const HEAD_BYTES = 1 << 16;

/**
 * Reads a file in chunks of whole lines, each ending with its newline, into the same two buffers again and again: one is
 * read into while the other is looked at. So a file of gigabytes costs no more memory than a small one, and leaves the
 * collector nothing.
 * @param mostBytes of one line
 * @returns chunks that hold until the next is asked for; the last one ends without a newline where the file does, or where
 *   a line is longer than it may be
 * @throws what the file system throws
 */
export async function* lineChunks(path: string, mostBytes: number): AsyncGenerator<Buffer, void, void> {
  const file = await open(path);
  let [ours, next] = [
    Buffer.allocUnsafeSlow(HEAD_BYTES + CHUNK_BYTES),
    Buffer.allocUnsafeSlow(HEAD_BYTES + CHUNK_BYTES),
  ];
  const readInto = (buffer: Buffer) => {
    const reading = file.read(buffer, HEAD_BYTES, CHUNK_BYTES, null);
    // It may fail while whoever asked still looks at the chunk before; it is thrown where it is awaited.
    reading.catch(() => {});
    return reading;
  };
  let reading = readInto(ours);
  try {
    let rest: Buffer = Buffer.alloc(0);
    for (;;) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) break;
      const chunk = behind(rest, ours, HEAD_BYTES + bytesRead);
      reading = readInto(next);
      [ours, next] = [next, ours];
      const end = chunk.lastIndexOf(NEWLINE) + 1;
      if (end > 0) yield chunk.subarray(0, end);
      rest = chunk.subarray(end);
      if (rest.length > mostBytes) break;
    }
    if (rest.length > 0) yield rest;
  } finally {
    await reading.catch(() => {});
    await file.close();
  }
}

/** `rest` and what was read behind it, in one piece: in the buffer's own head where it has the room. */
function behind(rest: Buffer, read: Buffer, end: number): Buffer {
  const from = HEAD_BYTES - rest.length;
  if (from < 0) return Buffer.concat([rest, read.subarray(HEAD_BYTES, end)]);
  rest.copy(read, from);
  return read.subarray(from, end);
}
