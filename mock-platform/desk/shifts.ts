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
   * goes off shift gives all back, each contact to its old place, in the same commit, and promises to other owners.
   * Throws `unknown-agent` when a break or the end of a shift is asked for that never began.
   */
  async set(request: PresenceRequest): Promise<Presence> {
    const { lock, book, clock, ledger, leaving } = this.#parts;
    const { agentId, state } = request;
    const alone = (task: () => Promise<void>): Promise<void> => lock.run(`agent:${agentId}`, task);
    // One end of a shift after another: what is passed on never goes to one who is leaving, too.
    const inTurn = (task: () => Promise<void>): Promise<void> =>
      state === "off" ? lock.run("ends of shifts", () => alone(task)) : alone(task);
    await inTurn(async () => {
      if (state !== "available") seatOf(this.#parts, agentId);
      // Under the agent's lock nothing is claimed for them: what they hold can only become less.
      const held = state === "off" ? book.heldBy(agentId) : [];
      await lock.runAll(held, async () => {
        const at = clock.now();
        const still = held.filter((contactId) => book.heldBy(agentId).includes(contactId));
        const releases = still.map((contactId) => releaseAct(at, contactOf(this.#parts, contactId), "off-shift"));
        const passedOn = state === "off" ? leaving(agentId, at) : [];
        await ledger.commit([presenceAct(at, request), ...releases, ...passedOn]);
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
