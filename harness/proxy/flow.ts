import type { Toxic, ToxicDirection } from "../../core/schema/toxic.ts";
import type { HeldToxic } from "./held-toxic.ts";
import type { ProxyTime } from "./proxy-time.ts";
import { type RequestLine, routeFits } from "./route-pattern.ts";

/** `reset` is a TCP RST to both sides, `close` an end without what was still to come. */
export type Cut = "reset" | "close";

type OfType<T extends Toxic["type"]> = Extract<Toxic, { type: T }>;

/** When a toxic that cuts by itself does so, ms after it met the flow; null when it never does. */
const cutAfter = (toxic: Toxic): { ms: number; how: Cut } | null => {
  if (toxic.type === "down") return { ms: 0, how: "reset" };
  if (toxic.type === "reset_peer") return { ms: toxic.timeoutMs, how: "reset" };
  return toxic.type === "timeout" && toxic.timeoutMs > 0 ? { ms: toxic.timeoutMs, how: "close" } : null;
};

/** What toxics strike as one: a TCP connection, or one HTTP exchange. */
export class Flow {
  readonly time: ProxyTime;
  readonly line: RequestLine | null;
  readonly #onCut: (how: Cut) => void;
  readonly #struck: HeldToxic[] = [];
  readonly #hits = new Set<HeldToxic>();
  readonly #onClose = new Set<() => void>();
  closed = false;

  /** @param line null for a bare connection, which no route fits */
  constructor(time: ProxyTime, line: RequestLine | null, onCut: (how: Cut) => void) {
    this.time = time;
    this.line = line;
    this.#onCut = onCut;
  }

  /** The toxic draws whether it strikes this flow; one that cuts at once has done so on return. */
  meet(held: HeldToxic): void {
    if (this.closed || !held.live(this.time.now()) || !routeFits(held.toxic.route, this.line) || !held.choose()) return;
    this.#struck.push(held);
    const cut = cutAfter(held.toxic);
    if (cut === null) return;
    const act = (): void => {
      if (this.closed || !held.live(this.time.now())) return;
      this.hit(held);
      this.cut(cut.how);
    };
    if (cut.ms === 0) act();
    else this.whenClosed(this.time.after(cut.ms, act));
  }

  /** The toxics of one type that are in force on this flow, in the order in which they were added. */
  struck<T extends Toxic["type"]>(type: T, direction: ToxicDirection): { held: HeldToxic; toxic: OfType<T> }[] {
    const now = this.time.now();
    return this.#struck
      .filter((held) => held.toxic.type === type && held.toxic.direction === direction && held.live(now))
      .map((held) => ({ held, toxic: held.toxic as OfType<T> }));
  }

  /** Counts the flow once for a toxic that truly acted on it. */
  hit(held: HeldToxic): void {
    if (this.#hits.has(held)) return;
    this.#hits.add(held);
    held.counts.hit += 1;
  }

  /** Waits until `at` on the proxy's clock, no longer than the toxic is in force and the flow is open. */
  async hold(held: HeldToxic, at: number): Promise<void> {
    const from = this.time.now();
    if (at <= from || this.closed || !held.live(from)) return;
    this.hit(held);
    await new Promise<void>((resolve) => {
      const done = (): void => {
        cancel();
        forgetEnd();
        forgetClose();
        resolve();
      };
      const cancel = Number.isFinite(at) ? this.time.after(at - from, done) : () => undefined;
      const forgetEnd = held.whenEnded(done);
      const forgetClose = this.whenClosed(done);
    });
    held.counts.heldMs += this.time.now() - from;
  }

  whenClosed(task: () => void): () => void {
    this.#onClose.add(task);
    return () => void this.#onClose.delete(task);
  }

  cut(how: Cut): void {
    if (this.closed) return;
    this.close();
    this.#onCut(how);
  }

  /** The flow is over: whatever waits for it goes on. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    const tasks = [...this.#onClose];
    this.#onClose.clear();
    for (const task of tasks) task();
  }
}
