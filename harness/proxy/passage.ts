import type { ToxicDirection } from "../../core/schema/toxic.ts";
import type { Flow } from "./flow.ts";
import type { HeldToxic } from "./held-toxic.ts";

/** Bandwidth is dealt out in pieces of this many ms, so that a slow body trickles and does not come in lumps. */
const PACE_MS = 50;

/** What the toxics of one direction of one flow do to the bytes that pass. */
export class Passage {
  readonly #flow: Flow;
  readonly #direction: ToxicDirection;
  readonly #passed = new Map<HeldToxic, number>();
  readonly #freeAt = new Map<HeldToxic, number>();

  constructor(flow: Flow, direction: ToxicDirection) {
    this.#flow = flow;
    this.#direction = direction;
  }

  /** Latency: what arrived at `arrivedAt` goes on no sooner than all of them say. Order is kept. */
  async delay(arrivedAt: number): Promise<void> {
    let at = arrivedAt;
    for (const { held, toxic } of this.#flow.struck("latency", this.#direction)) {
      at += Math.max(0, toxic.latencyMs + held.swing() * toxic.jitterMs);
      await this.#flow.hold(held, at);
    }
  }

  /** Timeout: nothing passes while one is in force. Held bytes go on when it ends: healing must not damage a stream. */
  async stall(): Promise<void> {
    for (;;) {
      const [first] = this.#flow.struck("timeout", this.#direction);
      if (first === undefined || this.#flow.closed) return;
      await this.#flow.hold(first.held, Number.POSITIVE_INFINITY);
    }
  }

  /** How many of `size` bytes may go on in one piece; fewer than wanted also when pacing asks for small pieces. */
  piece(size: number): number {
    let most = size;
    for (const { toxic } of this.#flow.struck("bandwidth", this.#direction))
      most = Math.min(most, Math.max(1, Math.floor((toxic.bytesPerSec * PACE_MS) / 1000)));
    for (const { toxic } of this.#flow.struck("slicer", this.#direction)) most = Math.min(most, toxic.sliceBytes);
    for (const { held, toxic } of this.#flow.struck("limit_data", this.#direction))
      most = Math.min(most, Math.max(0, toxic.bytes - (this.#passed.get(held) ?? 0)));
    return most;
  }

  /** A limit is exceeded and `size` more bytes wait: they are lost and the flow is cut. */
  overrun(size: number): void {
    for (const { held, toxic } of this.#flow.struck("limit_data", this.#direction)) {
      if ((this.#passed.get(held) ?? 0) < toxic.bytes) continue;
      this.#flow.hit(held);
      held.counts.cutBytes += size;
    }
    this.#flow.cut("close");
  }

  /** After a piece of `size` bytes has gone: how long the next one waits. */
  async pace(size: number): Promise<void> {
    for (const { held } of this.#flow.struck("limit_data", this.#direction))
      this.#passed.set(held, (this.#passed.get(held) ?? 0) + size);
    for (const { held, toxic } of this.#flow.struck("bandwidth", this.#direction)) {
      const from = Math.max(this.#flow.time.now(), this.#freeAt.get(held) ?? 0);
      const freeAt = from + (size / toxic.bytesPerSec) * 1000;
      this.#freeAt.set(held, freeAt);
      await this.#flow.hold(held, freeAt);
    }
    for (const { held, toxic } of this.#flow.struck("slicer", this.#direction))
      await this.#flow.hold(held, this.#flow.time.now() + toxic.delayMs);
  }

  /** Slow close: the end of the stream comes later than its last byte. */
  async closing(): Promise<void> {
    for (const { held, toxic } of this.#flow.struck("slow_close", this.#direction))
      await this.#flow.hold(held, this.#flow.time.now() + toxic.delayMs);
  }
}
