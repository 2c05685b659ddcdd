import type { Readable, Writable } from "node:stream";
import type { ToxicDirection } from "../../core/schema/toxic.ts";
import type { Flow } from "./flow.ts";
import { Passage } from "./passage.ts";

/** Most bytes that one direction of one flow holds: the source is paused beyond it, so a latency bounds a stream. */
export const QUEUE_BYTES = 1_048_576;

/** Bytes that have arrived and not gone on yet, each chunk with its time of arrival; pauses the source when full. */
export class Arrivals {
  readonly #source: Readable;
  #chunks: { bytes: Buffer; arrivedAt: number }[] = [];
  #size = 0;
  #over = false;
  #wake: () => void = () => undefined;
  /** The source closed before its end. */
  broken = false;

  constructor(source: Readable, flow: Flow) {
    this.#source = source;
    let ended = false;
    source.on("data", (bytes: Buffer) => {
      if (flow.closed) return;
      this.#chunks.push({ bytes, arrivedAt: flow.time.now() });
      this.#size += bytes.length;
      if (this.#size >= QUEUE_BYTES) source.pause();
      this.#wake();
    });
    source.once("end", () => {
      ended = true;
      this.#finish();
    });
    source.once("close", () => {
      this.broken = !ended;
      this.#finish();
    });
    // An error is followed by close, which says all that matters here.
    source.on("error", () => undefined);
    flow.whenClosed(() => {
      this.#chunks = [];
      this.#size = 0;
      this.#finish();
    });
  }

  #finish(): void {
    this.#over = true;
    this.#wake();
  }

  /** The oldest chunk; null when the source is over and all is taken. */
  async take(): Promise<{ bytes: Buffer; arrivedAt: number } | null> {
    while (this.#chunks.length === 0 && !this.#over)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    const chunk = this.#chunks.shift() ?? null;
    this.#size -= chunk?.bytes.length ?? 0;
    if (this.#size < QUEUE_BYTES && this.#source.isPaused()) this.#source.resume();
    return chunk;
  }
}

const drained = (sink: Writable, flow: Flow): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      sink.off("drain", done);
      sink.off("close", done);
      forget();
      resolve();
    };
    const forget = flow.whenClosed(done);
    sink.once("drain", done);
    sink.once("close", done);
  });

/** `broken`: the source closed before its end, and all that came of it has gone on. `closed`: the flow is over. */
export type PumpEnd = "ended" | "broken" | "closed";

/**
 * Carries what arrives into `sink` through the toxics of one direction, with back-pressure at both ends. The sink is
 * left open: the caller ends or resets it.
 */
export async function pump(
  arrivals: Arrivals,
  sink: Writable,
  flow: Flow,
  direction: ToxicDirection,
): Promise<PumpEnd> {
  const passage = new Passage(flow, direction);
  for (;;) {
    const chunk = await arrivals.take();
    if (chunk === null || flow.closed) break;
    await passage.delay(chunk.arrivedAt);
    let rest = chunk.bytes;
    while (rest.length > 0) {
      await passage.stall();
      if (flow.closed) return "closed";
      const size = passage.piece(rest.length);
      if (size === 0) {
        passage.overrun(rest.length);
        return "closed";
      }
      if (!sink.write(rest.subarray(0, size))) await drained(sink, flow);
      rest = rest.subarray(size);
      await passage.pace(size);
    }
  }
  if (!flow.closed) await passage.stall();
  if (!flow.closed) await passage.closing();
  if (flow.closed) return "closed";
  return arrivals.broken ? "broken" : "ended";
}
