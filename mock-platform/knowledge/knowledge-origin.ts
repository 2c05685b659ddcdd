import type { FaultBook } from "../operations/faults/fault-book.ts";
import type { IslandPress } from "./island-press.ts";

/** The origin of what the edge knows, as PoPs and the origin's own readers reach it: over whatever faults are in force. */
export class KnowledgeOrigin {
  readonly #press: IslandPress;
  readonly #faults: FaultBook;

  constructor(press: IslandPress, faults: FaultBook) {
    this.#press = press;
    this.#faults = faults;
  }

  /** The event's current envelope, or null when it has none. Throws `origin-down` while a fault has it so. */
  async envelope(event: string): Promise<string | null> {
    await this.#faults.passOrigin();
    return this.#press.current(event)?.text ?? null;
  }
}
