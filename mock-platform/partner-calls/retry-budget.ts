/** Retries that may come at once after a quiet time. */
const MOST_SAVED = 10;

/**
 * Retries as a share of calls, by tokens: each call brings `share` of one, each retry takes a whole one, and no more
 * than ten are saved up (gRFC A6, retry throttling; Google, Site Reliability Engineering, chapter 21). So retries are
 * never more than share x calls + 1.
 */
export class RetryBudget {
  readonly #share: number | null;
  #tokens = 1;

  /** @param share null for no budget: every retry is allowed */
  constructor(share: number | null) {
    this.#share = share;
  }

  call(): void {
    this.#tokens = Math.min(MOST_SAVED, this.#tokens + (this.#share ?? 0));
  }

  /** Takes a token for one retry; false when there is none. */
  take(): boolean {
    if (this.#share === null) return true;
    // Shares such as 0.1 add up to a little less than they should.
    if (this.#tokens < 1 - 1e-9) return false;
    this.#tokens -= 1;
    return true;
  }
}
