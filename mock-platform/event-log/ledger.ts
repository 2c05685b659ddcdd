import type { EventDraft, EventStore } from "./event-store.ts";

/** Something that is known by folding over the log: the same on a live append and on the replay at boot. */
export interface Projection {
  /** `index` is null for an act that a seeded defect kept out of the log. */
  apply(event: EventDraft, index: number | null): void;
}

/** `unlogged` is set by seeded defects alone: the act takes place, the log does not know of it. */
export type Act = EventDraft & { readonly unlogged?: true };

const REPLAY_CHUNK = 2000;

/** The only way to change anything: logged durably first, then known to every projection, in the log's order. */
export class Ledger {
  readonly #store: EventStore;
  readonly #projections: readonly Projection[];

  constructor(store: EventStore, projections: readonly Projection[]) {
    this.#store = store;
    this.#projections = projections;
  }

  /** Rebuilds the projections from the log; call once, before the first commit. */
  async replay(): Promise<number> {
    for (let from = 0; from < this.#store.size(); from += REPLAY_CHUNK) {
      for (const { entry, custody } of await this.#store.read(from, REPLAY_CHUNK)) {
        this.#tell({ ...entry, ...(custody === null ? {} : { custody }) }, entry.index);
      }
    }
    return this.#store.size();
  }

  /** Resolves with the log index of each act once all are durable and applied; rejects, and nothing happened. */
  async commit(acts: readonly Act[]): Promise<readonly (number | null)[]> {
    const logged = acts.filter((act) => act.unlogged !== true).map(({ unlogged: _, ...draft }) => draft);
    const indices = logged.length === 0 ? [] : await this.#store.append(logged);
    let next = 0;
    return acts.map((act) => {
      const index = act.unlogged === true ? null : (indices[next++] ?? null);
      this.#tell(act, index);
      return index;
    });
  }

  #tell(event: EventDraft, index: number | null): void {
    for (const projection of this.#projections) projection.apply(event, index);
  }
}
