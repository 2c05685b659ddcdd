import { Readable } from "node:stream";

/** Lines made between two breaths of the event loop. */
const CHUNK_LINES = 200;

const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function* chunks(items: Iterable<unknown> | AsyncIterable<unknown>): AsyncGenerator<string> {
  let text = "";
  let lines = 0;
  for await (const item of items) {
    text += `${JSON.stringify(item)}\n`;
    lines += 1;
    if (lines % CHUNK_LINES !== 0) continue;
    yield text;
    text = "";
    await breath();
  }
  if (text !== "") yield text;
}

/** A stream of one JSON text a line, in chunks that never hold the event loop for long. */
export const ndjson = (items: Iterable<unknown> | AsyncIterable<unknown>): Readable =>
  Readable.from(chunks(items), { objectMode: false });
