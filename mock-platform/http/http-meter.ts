/** Counts answers by class of status. */
export class HttpMeter {
  readonly #counts = new Map<string, number>();

  count(status: number): void {
    const name = status === 429 ? "http.429" : `http.${Math.floor(status / 100)}xx`;
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }
}
