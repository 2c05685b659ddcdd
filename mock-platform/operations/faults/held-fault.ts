import type { AddFault, StackFaultState } from "../../../core/schema/stack-fault.ts";

export type FaultEnd = NonNullable<StackFaultState["ended"]>;

/** One fault that is or was in force: its lease, what it struck, and who waits for its end. Times are monotonic ms. */
export class HeldFault {
  readonly order: AddFault;
  readonly #onEnd = new Set<() => void>();
  expiresAt: number;
  ended: FaultEnd | null = null;
  struck = 0;

  constructor(order: AddFault, now: number) {
    this.order = order;
    this.expiresAt = now + order.ttlMs;
  }

  /** Calls `task` once when the fault ends, at once when it has; the returned function forgets it. */
  whenEnded(task: () => void): () => void {
    if (this.ended !== null) task();
    else this.#onEnd.add(task);
    return () => void this.#onEnd.delete(task);
  }

  end(how: FaultEnd): void {
    if (this.ended !== null) return;
    this.ended = how;
    const tasks = [...this.#onEnd];
    this.#onEnd.clear();
    for (const task of tasks) task();
  }

  state(now: number): StackFaultState {
    const { id, fault } = this.order;
    const leftMs = this.ended === null ? Math.max(0, this.expiresAt - now) : 0;
    return { id, fault, leftMs, ended: this.ended, struck: this.struck };
  }
}
