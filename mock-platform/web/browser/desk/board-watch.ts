import type { Timers } from "../../../../core/contract/ports.ts";
import type { AgentBoard } from "../../../../core/schema/agent-board.ts";

export interface BoardSource {
  board(after: number, waitMs: number, signal: AbortSignal): Promise<AgentBoard | { readonly refused: string } | null>;
}

export interface BoardEvents {
  onBoard(board: AgentBoard): void;
  /** False from the first look that failed to the next that did not. */
  onConnected(connected: boolean): void;
  /** The desk no longer lets this agent look, by the code of its problem. */
  onRefused(code: string): void;
}

const LOOK_MS = 20_000;
/** Under load the desk changes all the time; nobody reads faster than this. */
const LEAST_PAUSE_MS = 150;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8000;

/** Keeps the board fresh until stopped. Each board is whole, so whatever was missed is in the next. */
export class BoardWatch {
  readonly #source: BoardSource;
  readonly #timers: Timers;
  readonly #events: BoardEvents;
  readonly #abort = new AbortController();
  #wake: () => void = () => {};

  constructor(source: BoardSource, timers: Timers, events: BoardEvents) {
    this.#source = source;
    this.#timers = timers;
    this.#events = events;
  }

  async run(): Promise<void> {
    let after = 0;
    let failures = 0;
    const { signal } = this.#abort;
    while (!signal.aborted) {
      // The first look, also after a break, is answered at once.
      const board = await this.#source.board(after, after === 0 ? 0 : LOOK_MS, signal);
      if (signal.aborted) return;
      if (board === null) {
        after = 0;
        failures += 1;
        this.#events.onConnected(false);
        await this.#pause(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(8, failures - 1)));
      } else if ("refused" in board) {
        this.#events.onRefused(board.refused);
        return;
      } else {
        after = board.revision;
        failures = 0;
        this.#events.onConnected(true);
        this.#events.onBoard(board);
        await this.#pause(LEAST_PAUSE_MS);
      }
    }
  }

  /** Looks again at once: the network is back. */
  wake(): void {
    this.#wake();
  }

  stop(): void {
    this.#abort.abort();
    this.#wake();
  }

  #pause(ms: number): Promise<void> {
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    return this.#timers.waitOr(ms, woken);
  }
}
