/** Chunks in work at once: one is proved while the next is parsed. */
export const SLOTS = 3;
/** Of a chunk of lines (line-chunks.ts) but for one with a line that is longer than its head. */
export const SLOT_BYTES = (1 << 18) + (1 << 16);
/** An entry with its two hashes is longer than 160 bytes. */
const MOST_LINES = SLOT_BYTES / 160;

/** What the judge and the thread that proves its log share: for each slot the lines, and a mark for each of them. */
export interface ProvingMemory {
  readonly text: SharedArrayBuffer;
  readonly proved: SharedArrayBuffer;
}

/** What the thread is to prove; it answers with the slot's number when it has. */
export interface ProvingTask {
  readonly slot: number;
  readonly length: number;
}

export const provingMemory = (): ProvingMemory => ({
  text: new SharedArrayBuffer(SLOTS * SLOT_BYTES),
  proved: new SharedArrayBuffer(SLOTS * MOST_LINES),
});

export const textIn = ({ text }: ProvingMemory, slot: number): Buffer =>
  Buffer.from(text, slot * SLOT_BYTES, SLOT_BYTES);

export const provedIn = ({ proved }: ProvingMemory, slot: number): Uint8Array =>
  new Uint8Array(proved, slot * MOST_LINES, MOST_LINES);
