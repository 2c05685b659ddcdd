import type { Clock } from "../../core/contract/ports.ts";
import type { PopPurge, PurgeMode } from "../../core/schema/purge-wire.ts";
import type { Pop } from "./pop.ts";
import { PurgeGate } from "./purge-gate.ts";

/** The purges, or how long (wall ms) to wait before the next: then nothing was purged anywhere. */
export type Purged<T> =
  | { readonly result: "purged"; readonly purged: T }
  | { readonly result: "over-rate"; readonly waitMs: number };

/** Purges at PoPs, each at no more than its rate. */
export class PurgeDesk {
  readonly #gates: ReadonlyMap<Pop, PurgeGate>;

  constructor(pops: readonly Pop[], monotonic: Clock) {
    this.#gates = new Map(pops.map((pop) => [pop, new PurgeGate(monotonic)]));
  }

  at(pop: Pop, event: string, mode: PurgeMode): Purged<PopPurge> {
    const answer = this.#all([pop], event, mode);
    if (answer.result === "over-rate") return answer;
    const [purged = { wasHeld: false, cacheGeneration: 0 }] = Object.values(answer.purged);
    return { result: "purged", purged };
  }

  /** At every PoP or at none, so that no half of the edge is left behind. */
  everywhere(event: string, mode: PurgeMode): Purged<Readonly<Record<string, PopPurge>>> {
    return this.#all([...this.#gates.keys()], event, mode);
  }

  #all(pops: readonly Pop[], event: string, mode: PurgeMode): Purged<Readonly<Record<string, PopPurge>>> {
    const gates = pops.flatMap((pop) => this.#gates.get(pop) ?? []);
    const waitMs = Math.max(0, ...gates.map((gate) => gate.waitMs()));
    if (waitMs > 0) return { result: "over-rate", waitMs };
    for (const gate of gates) gate.take();
    return { result: "purged", purged: Object.fromEntries(pops.map((pop) => [pop.name, pop.purge(event, mode)])) };
  }
}
