/** Told from the first moment on: whoever watches one of them must tell "none yet" from "no such counter". */
const CLASSES: readonly string[] = ["http.2xx", "http.3xx", "http.4xx", "http.429", "http.5xx"];

/** Counts answers by class of status. */
export class HttpMeter {
  readonly #counts = new Map<string, number>(CLASSES.map((name) => [name, 0]));

  count(status: number): void {
    const name = status === 429 ? "http.429" : `http.${Math.floor(status / 100)}xx`;
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }
}
