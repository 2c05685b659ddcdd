import type { Lane } from "../../core/contract/ids.ts";
import type { Defects } from "../defects.ts";
import type { EventDraft } from "../event-log/event-store.ts";
import type { Projection } from "../event-log/ledger.ts";
import type { Scheduler } from "../runtime/scheduler.ts";

export interface Waiting {
  readonly contactId: string;
  readonly lane: Lane;
  readonly waitingSince: number;
  /** Log index of the hand-off: the order of the queue, also after a restart. */
  readonly place: number;
}

interface Poller {
  readonly lane: Lane | null;
  readonly limit: number;
  serve(items: readonly Waiting[]): void;
}

/** Wall milliseconds for which an offered contact is kept from other pollers. */
export const OFFER_LEASE_MS = 3000;

/** Of the seeded defect `agent-starvation`; wall milliseconds. */
const STARVED_MS = 1000;

/**
 * The desk's queue: first come, first served within a lane. An item is offered to one poller at a time; an offer
 * that is neither claimed nor released in time goes back to its old place. Idle pollers are served in turn.
 */
export class LaneQueue implements Projection {
  readonly #scheduler: Scheduler;
  readonly #laneOf: (contactId: string) => Lane | null;
  readonly #defects: Defects;
  /** Kept back by the seeded defect `agent-starvation`. */
  readonly #starved = new Set<string>();
  /** Not offered, in the order of `place`. */
  #free: Waiting[] = [];
  readonly #offered = new Map<string, { item: Waiting; cancel: () => void }>();
  #pollers: Poller[] = [];

  constructor(scheduler: Scheduler, laneOf: (contactId: string) => Lane | null, defects: Defects) {
    this.#scheduler = scheduler;
    this.#laneOf = laneOf;
    this.#defects = defects;
  }

  apply({ kind, subject, at }: EventDraft, index: number | null): void {
    if (kind === "contact.claimed" || kind === "contact.resolved") this.#remove(subject);
    if (kind !== "contact.handed-off" || index === null) return;
    const lane = this.#laneOf(subject);
    if (lane === null) return;
    const item = { contactId: subject, lane, waitingSince: at, place: index };
    if (!this.#defects.strikes("agent-starvation")) this.#admit(item);
    else this.#starve(item);
  }

  /** Contacts that wait, offered ones included; of one lane or of all. */
  depth(lane: Lane | null): number {
    const offered = [...this.#offered.values()].map(({ item }) => item);
    return [...this.#free, ...offered].filter((item) => lane === null || item.lane === lane).length;
  }

  /**
   * Up to `limit` contacts for one poller, at once or within `waitMs` (wall); empty when none came. `stop` ends the
   * wait early, with nothing taken.
   */
  poll(
    lane: Lane | null,
    limit: number,
    waitMs: number,
  ): { readonly items: Promise<readonly Waiting[]>; stop(): void } {
    let stop = (): void => {};
    const items = new Promise<readonly Waiting[]>((resolve) => {
      const cancel = waitMs > 0 ? this.#scheduler.after(waitMs, () => stop()) : () => {};
      const poller: Poller = {
        lane,
        limit,
        serve: (offered) => {
          cancel();
          resolve(offered);
        },
      };
      stop = () => {
        if (!this.#pollers.includes(poller)) return;
        this.#pollers = this.#pollers.filter((one) => one !== poller);
        poller.serve([]);
      };
      this.#pollers.push(poller);
      this.#serve();
      if (waitMs <= 0) stop();
    });
    return { items, stop: () => stop() };
  }

  /** Gives an offer back: its poller is gone. */
  release(contactId: string): void {
    const offer = this.#offered.get(contactId);
    if (offer === undefined) return;
    offer.cancel();
    this.#offered.delete(contactId);
    this.#insert(offer.item);
    this.#serve();
  }

  /** Ends every wait; for closing. */
  stop(): void {
    for (const poller of this.#pollers.splice(0)) poller.serve([]);
  }

  #serve(): void {
    for (const poller of [...this.#pollers]) {
      if (this.#free.length === 0) return;
      const items = this.#free
        .filter(({ lane }) => poller.lane === null || lane === poller.lane)
        .slice(0, poller.limit);
      if (items.length === 0) continue;
      this.#free = this.#free.filter((item) => !items.includes(item));
      this.#pollers = this.#pollers.filter((one) => one !== poller);
      for (const item of items) {
        const cancel = this.#scheduler.after(OFFER_LEASE_MS, () => this.release(item.contactId));
        this.#offered.set(item.contactId, { item, cancel });
      }
      poller.serve(items);
    }
  }

  #starve(item: Waiting): void {
    this.#starved.add(item.contactId);
    this.#scheduler.after(STARVED_MS, () => {
      if (this.#starved.delete(item.contactId)) this.#admit(item);
    });
  }

  #admit(item: Waiting): void {
    this.#insert(item);
    this.#serve();
  }

  #insert(item: Waiting): void {
    const backwards = this.#defects.strikes("queue-jump");
    const at = this.#free.findIndex(({ place }) => (backwards ? place < item.place : place > item.place));
    this.#free.splice(at < 0 ? this.#free.length : at, 0, item);
  }

  #remove(contactId: string): void {
    this.#starved.delete(contactId);
    this.#offered.get(contactId)?.cancel();
    this.#offered.delete(contactId);
    this.#free = this.#free.filter((item) => item.contactId !== contactId);
  }
}
