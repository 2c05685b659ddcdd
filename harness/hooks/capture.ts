import type { Readable } from "node:stream";
import type { CapturedText } from "./hook-result.ts";
import { KEPT_BYTES, type SecretMask } from "./secret-mask.ts";

/** Takes in the first bytes of a stream and counts the rest, so that a flood costs no memory. */
export class Capture {
  readonly #mask: SecretMask;
  #chunks: Buffer[] = [];
  #kept = 0;
  total = 0;

  constructor(mask: SecretMask) {
    this.#mask = mask;
  }

  take(chunk: Buffer): void {
    this.total += chunk.length;
    const room = KEPT_BYTES + this.#mask.margin - this.#kept;
    if (room <= 0) return;
    // A copy: a slice would keep the whole chunk alive.
    const part = Buffer.from(chunk.subarray(0, room));
    this.#chunks.push(part);
    this.#kept += part.length;
  }

  /** All that can become evidence has come. */
  full(): boolean {
    return this.#kept >= KEPT_BYTES + this.#mask.margin && this.total > KEPT_BYTES;
  }

  from(stream: Readable | null): this {
    stream?.on("data", (chunk: Buffer) => this.take(chunk));
    stream?.on("error", () => undefined);
    return this;
  }

  shown(): CapturedText {
    return this.#mask.show(Buffer.concat(this.#chunks), this.total);
  }
}
