import { createHash, randomBytes } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Clock } from "../../core/contract/ports.ts";

/** Wall milliseconds within which a ticket must be used. */
export const TICKET_LIFE_MS = 15_000;

const digest = (ticket: string): string => createHash("sha256").update(ticket).digest("base64url");

/** Single-use tickets that open a feed: 128 random bits, kept by digest only. */
export class Tickets {
  readonly #clock: Clock;
  readonly #open = new LRUCache<string, { contactId: string; expiresAt: number }>({ max: 50_000 });

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  issue(contactId: string): { ticket: string; expiresAt: number } {
    const ticket = randomBytes(16).toString("base64url");
    const expiresAt = this.#clock.now() + TICKET_LIFE_MS;
    this.#open.set(digest(ticket), { contactId, expiresAt });
    return { ticket, expiresAt };
  }

  /** True once per ticket, for the contact that it was made for and in time. Any try uses the ticket up. */
  redeem(ticket: string, contactId: string): boolean {
    const name = digest(ticket);
    const held = this.#open.get(name);
    this.#open.delete(name);
    return held !== undefined && held.contactId === contactId && this.#clock.now() < held.expiresAt;
  }
}
