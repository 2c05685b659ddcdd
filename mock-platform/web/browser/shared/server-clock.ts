/** A `Date` header has whole seconds: it stands, on average, half a second behind. */
const HALF_SECOND_MS = 500;
/** A clock that is no further off than this is left alone. */
const TOLERANCE_MS = 2000;

/**
 * The stack's time as this page knows it: proofs carry a time that must be near the stack's own, and a phone's clock
 * may be minutes off. Learned from the `Date` header of answers.
 */
export class ServerClock {
  readonly #now: () => number;
  #offsetMs = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Epoch milliseconds, by the stack's clock as far as it is known. */
  now(): number {
    return this.#now() + this.#offsetMs;
  }

  /** `sentAt` is this device's time when the request left. An absent or unreadable header teaches nothing. */
  learn(dateHeader: string | null, sentAt: number): void {
    const stated = Date.parse(dateHeader ?? "");
    if (Number.isNaN(stated)) return;
    const offset = stated + HALF_SECOND_MS - (sentAt + this.#now()) / 2;
    this.#offsetMs = Math.abs(offset) > TOLERANCE_MS ? offset : 0;
  }

  /** Milliseconds by which this device's clock is behind the stack's. */
  offsetMs(): number {
    return this.#offsetMs;
  }
}
