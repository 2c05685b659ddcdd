import type { Clock } from "../../core/contract/ports.ts";
import { simMs, toWall } from "../../core/contract/time.ts";
import type { PromisePlan } from "../../core/schema/promise-wire.ts";
import type { Scheduler } from "../runtime/scheduler.ts";
import type { Matter } from "./matter.ts";

export interface DrainParts {
  readonly plan: PromisePlan;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly timeFactor: number;
  /** Promises that wait for the partner. */
  readonly open: () => readonly Matter[];
  /** Looks after one promise; gives the wall milliseconds after which to look again, null where it has ended. */
  readonly follow: (matter: Matter) => Promise<number | null>;
  /** The seeded defect `recovery-herd`: all at once, as often as they are looked at. */
  readonly isHerd: boolean;
}

/**
 * Follows promises up in the order of their due time, so many at once and no faster than its pace: a partner that has
 * just recovered meets a queue at the door and no herd. As it waits for each answer, it slows down with the partner.
 */
export class PromiseDrain {
  readonly #parts: DrainParts;
  readonly #nextAt = new Map<string, number>();
  readonly #underWay = new Set<string>();
  #cancel: (() => void) | null = null;
  #isStopped = false;

  constructor(parts: DrainParts) {
    this.#parts = parts;
  }

  /** There is a promise to keep; `notBeforeMs` (wall) as the partner asked. */
  add(matterId: string, notBeforeMs: number): void {
    const { clock } = this.#parts;
    this.#nextAt.set(matterId, clock.now() + notBeforeMs);
    this.#wind();
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
    this.#cancel = null;
  }

  #wind(): void {
    if (this.#cancel !== null || this.#isStopped) return;
    const { plan, isHerd, scheduler } = this.#parts;
    this.#cancel = scheduler.after(this.#wallOf(isHerd ? plan.againSec : plan.paceSec), () => {
      this.#cancel = null;
      this.#tick();
    });
  }

  #tick(): void {
    const { open, plan, clock, isHerd } = this.#parts;
    const all = open();
    if (all.length === 0) return;
    this.#wind();
    const now = clock.now();
    const free = isHerd ? all.length : plan.atOnce - this.#underWay.size;
    const due = all
      .filter(({ matterId }) => !this.#underWay.has(matterId) && (isHerd || (this.#nextAt.get(matterId) ?? 0) <= now))
      .sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0) || (a.matterId < b.matterId ? -1 : 1));
    for (const matter of due.slice(0, isHerd ? due.length : Math.min(1, free))) void this.#follow(matter);
  }

  async #follow(matter: Matter): Promise<void> {
    const { follow, clock } = this.#parts;
    const { matterId } = matter;
    this.#underWay.add(matterId);
    const againMs = await follow(matter).finally(() => this.#underWay.delete(matterId));
    if (againMs === null) this.#nextAt.delete(matterId);
    else this.#nextAt.set(matterId, clock.now() + againMs);
  }

  #wallOf(sec: number): number {
    return toWall(simMs(sec * 1000), this.#parts.timeFactor);
  }
}
