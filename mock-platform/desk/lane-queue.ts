import type { Lane } from "../../core/contract/ids.ts";
import type { Clock } from "../../core/contract/ports.ts";
import type { Defects } from "../defects.ts";
import type { EventDraft } from "../event-log/event-store.ts";
import type { Act, Projection } from "../event-log/ledger.ts";
import type { Scheduler } from "../runtime/scheduler.ts";
import { plainAct } from "./acts.ts";

export interface Waiting {
  readonly contactId: string;
  readonly lane: Lane;
  readonly waitingSince: number;
  /** Log index of the hand-off: the order of the queue, also after a restart, a release or a transfer. */
  readonly place: number;
  /** Only agents of this group get it while one of them is on shift; null for anyone. */
  readonly group: string | null;
}

/** What the queue needs to know of an agent who gives a name. */
export interface QueueSeat {
  readonly lanes: readonly Lane[];
  readonly groups: readonly string[];
  /** Slots that hold no contact; 0 on a break and off shift. */
  readonly freeSlots: number;
}

export interface QueueParts {
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  readonly defects: Defects;
  /** The contact as the desk's book has it waiting; null when it does not wait. */
  readonly waiting: (contactId: string) => Waiting | null;
  /** Null for an agent who is not on the roster. */
  readonly seat: (agentId: string) => QueueSeat | null;
  readonly isStaffed: (group: string) => boolean;
  /** Logs offers; what was offered reaches nobody before it is on disk. */
  readonly record: (acts: readonly Act[]) => Promise<unknown>;
}

interface Poller {
  readonly lane: Lane | null;
  readonly limit: number;
  readonly agentId: string | null;
  serve(items: readonly Waiting[]): void;
  fail(error: unknown): void;
}

interface Offer {
  readonly item: Waiting;
  readonly agentId: string | null;
  readonly at: number;
  readonly cancel: () => void;
}

/** Wall milliseconds for which an offered contact is kept from other pollers. */
export const OFFER_LEASE_MS = 3000;

/** Of the seeded defect `agent-starvation`; wall milliseconds. */
const STARVED_MS = 1000;

/** Kinds after which somebody may be served who was not before. */
const STIRRING: readonly EventDraft["kind"][] = [
  "contact.handed-off",
  "contact.released",
  "contact.transferred",
  "contact.resolved",
  "agent.presence",
];

/**
 * The desk's queue: first come, first served within a lane. An item is offered to one poller at a time; an offer
 * that is neither claimed nor released in time goes back to its old place. Idle pollers are served in turn; one who
 * names an agent is served only while that agent is available and has a free slot.
 */
export class LaneQueue implements Projection {
  readonly #parts: QueueParts;
  /** Kept back by the seeded defect `agent-starvation`. */
  readonly #starved = new Set<string>();
  /** Not offered, in the order of `place`. */
  #free: Waiting[] = [];
  readonly #offered = new Map<string, Offer>();
  #pollers: Poller[] = [];
  /** The last log index that the queue knew of: what an offer was decided on. */
  #known = -1;

  constructor(parts: QueueParts) {
    this.#parts = parts;
  }

  apply({ kind, subject, body }: EventDraft, index: number | null): void {
    if (index !== null) this.#known = index;
    if (kind === "contact.claimed" || kind === "contact.resolved") this.#remove(subject);
    if (kind === "contact.handed-off" || kind === "contact.released" || kind === "contact.transferred") {
      this.#remove(subject);
      const item = this.#parts.waiting(subject);
      const starves = kind === "contact.handed-off" && this.#parts.defects.strikes("agent-starvation");
      if (item !== null && starves) this.#starve(item);
      else if (item !== null) this.#insert(item);
    }
    if (kind === "agent.presence" && body["state"] !== "available") this.#takeBack(subject);
    if (STIRRING.includes(kind)) this.#serve();
  }

  /** Contacts that wait, offered ones included; of one lane or of all. */
  depth(lane: Lane | null): number {
    const offered = [...this.#offered.values()].map(({ item }) => item);
    return [...this.#free, ...offered].filter((item) => lane === null || item.lane === lane).length;
  }

  /** What waits and this agent may take, offered or not, in the order of the queue. Offers nothing. */
  list(agentId: string): readonly Waiting[] {
    const offered = [...this.#offered.values()].map(({ item }) => item);
    const seat = this.#parts.seat(agentId);
    return [...this.#free, ...offered]
      .filter((item) => this.#fits(item, null, seat))
      .sort((one, other) => one.place - other.place);
  }

  /** When the contact was last offered, if that offer still stands. */
  offeredAt(contactId: string): number | null {
    return this.#offered.get(contactId)?.at ?? null;
  }

  /**
   * Up to `limit` contacts for one poller, at once or within `waitMs` (wall); empty when none came. Rejects with
   * FP-STACK-006 when the offer cannot be logged. `stop` ends the wait early, with nothing taken.
   */
  poll(
    lane: Lane | null,
    limit: number,
    waitMs: number,
    agentId: string | null = null,
  ): { readonly items: Promise<readonly Waiting[]>; stop(): void } {
    let stop = (): void => {};
    const items = new Promise<readonly Waiting[]>((resolve, reject) => {
      const cancel = waitMs > 0 ? this.#parts.scheduler.after(waitMs, () => stop()) : () => {};
      const poller: Poller = {
        lane,
        limit,
        agentId,
        serve: (offered) => {
          cancel();
          resolve(offered);
        },
        fail: (error) => {
          cancel();
          reject(error);
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

  /** Gives an offer back: its poller is gone. Nothing happens when it has lapsed and was made to another one since. */
  release(item: Waiting): void {
    const offer = this.#offered.get(item.contactId);
    if (offer?.item !== item) return;
    offer.cancel();
    this.#offered.delete(item.contactId);
    this.#insert(item);
    this.#serve();
  }

  /** Ends every wait; for closing. */
  stop(): void {
    for (const poller of this.#pollers.splice(0)) poller.serve([]);
  }

  #serve(): void {
    for (const poller of [...this.#pollers]) {
      if (this.#free.length === 0) return;
      const items = this.#itemsFor(poller);
      if (items.length === 0) continue;
      this.#free = this.#free.filter((item) => !items.includes(item));
      this.#pollers = this.#pollers.filter((one) => one !== poller);
      this.#offer(poller, items);
    }
  }

  #itemsFor({ lane, limit, agentId }: Poller): readonly Waiting[] {
    const seat = agentId === null ? null : this.#parts.seat(agentId);
    const offered = [...this.#offered.values()].filter((offer) => offer.agentId === agentId).length;
    const room = agentId === null ? limit : Math.min(limit, (seat?.freeSlots ?? 0) - offered);
    if (room <= 0) return [];
    return this.#free.filter((item) => this.#fits(item, lane, seat)).slice(0, room);
  }

  #fits(item: Waiting, lane: Lane | null, seat: QueueSeat | null): boolean {
    return (
      (lane === null || item.lane === lane) &&
      (seat === null || seat.lanes.includes(item.lane)) &&
      (item.group === null || seat?.groups.includes(item.group) === true || !this.#parts.isStaffed(item.group))
    );
  }

  #offer(poller: Poller, chosen: readonly Waiting[]): void {
    const { agentId } = poller;
    const at = this.#parts.clock.now();
    // A copy for each offer: who gives it back says which one.
    const items = chosen.map((item) => ({ ...item }));
    for (const item of items) {
      const cancel = this.#parts.scheduler.after(OFFER_LEASE_MS, () => this.release(item));
      this.#offered.set(item.contactId, { item, agentId, at, cancel });
    }
    const acts = items.map(({ contactId, lane, place, group }) =>
      plainAct(at, "contact.offered", contactId, {
        ...{ lane, place, group, agentId },
        until: at + OFFER_LEASE_MS,
        basis: this.#known,
      }),
    );
    this.#parts.record(acts).then(
      () => poller.serve(items),
      (error: unknown) => {
        poller.fail(error);
        for (const item of items) this.release(item);
      },
    );
  }

  /** An agent on a break or off shift has no use for what was offered to them. */
  #takeBack(agentId: string): void {
    for (const offer of [...this.#offered.values()]) if (offer.agentId === agentId) this.release(offer.item);
  }

  #starve(item: Waiting): void {
    this.#starved.add(item.contactId);
    this.#parts.scheduler.after(STARVED_MS, () => {
      if (!this.#starved.delete(item.contactId)) return;
      this.#insert(item);
      this.#serve();
    });
  }

  #insert(item: Waiting): void {
    const backwards = this.#parts.defects.strikes("queue-jump");
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
