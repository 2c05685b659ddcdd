import type { Presence, PresenceRequest } from "../../core/schema/agent-wire.ts";
import { type Seat, presenceAct } from "./agent-roster.ts";
import type { Contact } from "./contact.ts";
import { contactOf, type DeskParts, seatOf } from "./desk-parts.ts";
import { releaseAct } from "./handovers.ts";

/** Shifts and breaks. */
export class Shifts {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /**
   * Sets an agent's presence. The first `available` begins a shift; a break keeps what is held and takes no more; who
   * goes off shift gives all back, each contact to its old place, in the same commit. Throws `unknown-agent` when a
   * break or the end of a shift is asked for that never began.
   */
  async set(request: PresenceRequest): Promise<Presence> {
    const { lock, book, clock, ledger } = this.#parts;
    const { agentId, state } = request;
    await lock.run(`agent:${agentId}`, async () => {
      if (state !== "available") seatOf(this.#parts, agentId);
      // Under the agent's lock nothing is claimed for them: what they hold can only become less.
      const held = state === "off" ? book.heldBy(agentId) : [];
      await lock.runAll(held, () => {
        const at = clock.now();
        const still = held.filter((contactId) => book.heldBy(agentId).includes(contactId));
        const releases = still.map((contactId) => releaseAct(at, contactOf(this.#parts, contactId), "off-shift"));
        return ledger.commit([presenceAct(at, request), ...releases]);
      });
    });
    return this.presence(agentId);
  }

  /** Throws `unknown-agent`. */
  presence(agentId: string): Presence {
    return this.#presence(seatOf(this.#parts, agentId));
  }

  /** Everyone who had a shift, in the order of their first one. */
  list(): Presence[] {
    return [...this.#parts.roster.all()].map((seat) => this.#presence(seat));
  }

  /** What the agent holds, for one who comes back. Throws `unknown-agent`. */
  held(agentId: string): Contact[] {
    seatOf(this.#parts, agentId);
    return this.#parts.book.heldBy(agentId).map((contactId) => contactOf(this.#parts, contactId));
  }

  #presence({ agentId, state, slots, lanes, groups, since }: Seat): Presence {
    const held = [...this.#parts.book.heldBy(agentId)];
    return { agentId, state, slots, lanes: [...lanes], groups: [...groups], since, held };
  }
}
