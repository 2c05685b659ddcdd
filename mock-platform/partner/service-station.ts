import type { Rng } from "../../core/contract/ports.ts";
import { simMs, toWall } from "../../core/contract/time.ts";
import type { PartnerPlan } from "../../core/schema/partner-wire.ts";
import type { Scheduler } from "../runtime/scheduler.ts";
import { drawServiceMs } from "./service-time.ts";

export interface StationParts {
  readonly plan: Pick<PartnerPlan, "servers" | "queue" | "service">;
  readonly rng: Rng;
  readonly scheduler: Scheduler;
  readonly timeFactor: number;
}

export interface StationStatus {
  readonly servers: number;
  readonly busy: number;
  readonly waiting: number;
}

interface Job {
  readonly workMs: number;
  readonly done: () => void;
}

/**
 * Servers with one queue in front of them, first come, first served. Work that was let in is done whether or not
 * anybody still waits for it: that is what makes retries dear (Bronson et al., Metastable Failures, HotOS 2021).
 * With exponential service this is M/M/c/K, K = servers + queue.
 */
export class ServiceStation {
  readonly #parts: StationParts;
  #waiting: Job[] = [];
  readonly #atWork = new Set<() => void>();
  #servers: number;
  #slowness = 1;

  constructor(parts: StationParts) {
    this.#parts = parts;
    this.#servers = parts.plan.servers;
  }

  /** Lets a piece of work in; `done` is called when it is finished. False when all servers and all places are taken. */
  enter(done: () => void): boolean {
    const { plan, rng } = this.#parts;
    const isFree = this.#atWork.size < this.#servers;
    if (!isFree && plan.queue !== null && this.#waiting.length >= plan.queue) return false;
    // Drawn at the door: the same seed brings the same work, however many servers there are.
    const job = { workMs: drawServiceMs(plan.service, rng), done };
    if (isFree) this.#begin(job);
    else this.#waiting.push(job);
    return true;
  }

  /** Who is at work finishes; only then a server goes. New ones take from the queue at once. */
  setServers(servers: number): void {
    if (!Number.isInteger(servers) || servers < 0) throw new RangeError("servers is a whole number from 0");
    this.#servers = servers;
    this.#fill();
  }

  /** Service times that begin from now on are so many times as long. */
  setSlowness(factor: number): void {
    if (!(factor > 0)) throw new RangeError("slowness is above 0");
    this.#slowness = factor;
  }

  /** Drops everything inside, finished or not; nobody's `done` is called. */
  clear(): void {
    for (const cancel of this.#atWork) cancel();
    this.#atWork.clear();
    this.#waiting = [];
  }

  status(): StationStatus {
    return { servers: this.#servers, busy: this.#atWork.size, waiting: this.#waiting.length };
  }

  /** How long one who comes now would wait for a server, by the mean; simulated seconds. */
  expectedWaitSec(): number {
    const ahead = this.#atWork.size - this.#servers + this.#waiting.length + 1;
    const meanSec = this.#parts.plan.service.meanSec * this.#slowness;
    return (Math.max(0, ahead) * meanSec) / Math.max(1, this.#servers);
  }

  #begin({ workMs, done }: Job): void {
    const { scheduler, timeFactor } = this.#parts;
    const cancel = scheduler.after(toWall(simMs(workMs * this.#slowness), timeFactor), () => {
      this.#atWork.delete(cancel);
      this.#fill();
      done();
    });
    this.#atWork.add(cancel);
  }

  #fill(): void {
    while (this.#atWork.size < this.#servers) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#begin(next);
    }
  }
}
