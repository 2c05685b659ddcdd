import type { Clock } from "../../../core/contract/ports.ts";
import {
  type AddFault,
  MOST_STACK_FAULTS,
  type StackFault,
  type StackFaults,
  type StackFaultState,
} from "../../../core/schema/stack-fault.ts";
import { Problem } from "../../http/problems.ts";
import type { Scheduler } from "../../runtime/scheduler.ts";
import { type FaultEnd, HeldFault } from "./held-fault.ts";

/** How many ended faults are remembered: an undo may come long after the end, but not without bound. */
const REMEMBERED = 256;

export interface FaultBookOptions {
  /** A clock that never steps: a lease must not end, or last, because somebody set the time. */
  readonly monotonic: Clock;
  readonly scheduler: Scheduler;
}

/**
 * The faults of the stack's own fault port, each under a lease. The parts that can be broken ask here before they
 * answer. A lease is looked at whenever one is asked for, not only by its timer: a process that was stopped and goes on
 * strikes with nothing that has lapsed meanwhile.
 */
export class FaultBook {
  readonly #options: FaultBookOptions;
  readonly #held = new Map<string, HeldFault>();
  readonly #timers = new Map<HeldFault, () => void>();
  readonly #watchers = new Set<() => void>();
  #ended: HeldFault[] = [];

  constructor(options: FaultBookOptions) {
    this.#options = options;
  }

  /**
   * Puts a fault in force. `fresh` false: the same order came before; its state then says whether it still holds.
   * Throws `fault-differs` when the id stands for another order, `too-many-faults`.
   */
  add(order: AddFault): { readonly state: StackFaultState; readonly fresh: boolean } {
    const now = this.#lapse();
    const before = this.#find(order.id);
    if (before !== undefined) {
      if (JSON.stringify(before.order) !== JSON.stringify(order)) throw new Problem("fault-differs");
      return { state: before.state(now), fresh: false };
    }
    if (this.#held.size >= MOST_STACK_FAULTS) throw new Problem("too-many-faults");
    const held = new HeldFault(order, now);
    this.#held.set(order.id, held);
    this.#arm(held, now);
    this.#changed();
    return { state: held.state(now), fresh: true };
  }

  /** A new lease from now. Throws `fault-lapsed` once it has ended, since what ended early stays so; `fault-unknown`. */
  renew(id: string, ttlMs: number): StackFaultState {
    const now = this.#lapse();
    const held = this.#known(id);
    if (held.ended !== null) throw new Problem("fault-lapsed", `it was ${held.ended}`);
    held.expiresAt = now + ttlMs;
    this.#arm(held, now);
    return held.state(now);
  }

  /** Takes a fault away; one that has ended stays as it ended. Throws `fault-unknown`. */
  remove(id: string): StackFaultState {
    const now = this.#lapse();
    const held = this.#known(id);
    this.#end(held, "removed");
    return held.state(now);
  }

  list(): StackFaults {
    const now = this.#lapse();
    return {
      held: [...this.#held.values()].map((held) => held.state(now)),
      ended: this.#ended.map((held) => held.state(now)),
    };
  }

  /** Ends all, as at the end of the process: whoever is held up goes on. */
  stop(): void {
    for (const held of [...this.#held.values()]) this.#end(held, "removed");
  }

  /**
   * One request to the knowledge origin: held up by each `origin-slow` while it is in force and no longer, then refused
   * with `origin-down` when one of those is.
   */
  async passOrigin(): Promise<void> {
    this.#lapse();
    for (const held of [...this.#held.values()])
      if (held.order.fault.kind === "origin-slow" && held.ended === null)
        await this.#holdUp(held, held.order.fault.delayMs);
    this.#lapse();
    const down = [...this.#held.values()].filter(({ order }) => order.fault.kind === "origin-down");
    for (const held of down) held.struck += 1;
    if (down.length > 0) throw new Problem("origin-down");
  }

  /** For parts that a fault changes instead of asking here: calls `watcher` whenever a fault begins or ends. */
  watch(watcher: () => void): void {
    this.#watchers.add(watcher);
  }

  /** The faults of one kind that are in force by the clock. */
  inForce<K extends StackFault["kind"]>(kind: K): readonly Extract<StackFault, { kind: K }>[] {
    this.#lapse();
    return [...this.#held.values()].map(({ order }) => order.fault).filter((fault) => isOfKind(fault, kind));
  }

  /** One request to a part that faults of these kinds change: each of them in force has struck it. */
  strike(kinds: readonly StackFault["kind"][]): void {
    this.#lapse();
    for (const held of this.#held.values()) if (kinds.includes(held.order.fault.kind)) held.struck += 1;
  }

  #holdUp(held: HeldFault, delayMs: number): Promise<void> {
    held.struck += 1;
    return new Promise((resolve) => {
      const cancel = this.#options.scheduler.after(delayMs, () => {
        forget();
        resolve();
      });
      const forget = held.whenEnded(() => {
        cancel();
        resolve();
      });
    });
  }

  #find(id: string): HeldFault | undefined {
    return this.#held.get(id) ?? this.#ended.findLast(({ order }) => order.id === id);
  }

  #known(id: string): HeldFault {
    const held = this.#find(id);
    if (held === undefined) throw new Problem("fault-unknown");
    return held;
  }

  #arm(held: HeldFault, now: number): void {
    this.#timers.get(held)?.();
    const check = (): void => {
      const then = this.#options.monotonic.now();
      // A timer may run a fraction of a millisecond early by the clock.
      if (then < held.expiresAt) this.#arm(held, then);
      else this.#end(held, "lapsed");
    };
    this.#timers.set(held, this.#options.scheduler.after(Math.max(1, Math.ceil(held.expiresAt - now)), check));
  }

  /** Ends what is over by the clock, whether or not its timer has run; the time by that clock. */
  #lapse(): number {
    const now = this.#options.monotonic.now();
    for (const held of [...this.#held.values()]) if (now >= held.expiresAt) this.#end(held, "lapsed");
    return now;
  }

  #end(held: HeldFault, how: FaultEnd): void {
    if (held.ended !== null) return;
    this.#timers.get(held)?.();
    this.#timers.delete(held);
    this.#held.delete(held.order.id);
    this.#ended = [...this.#ended, held].slice(-REMEMBERED);
    held.end(how);
    this.#changed();
  }

  #changed(): void {
    for (const watcher of this.#watchers) watcher();
  }
}

const isOfKind = <K extends StackFault["kind"]>(
  fault: StackFault,
  kind: K,
): fault is Extract<StackFault, { kind: K }> => fault.kind === kind;
