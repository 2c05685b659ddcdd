import { simMs, toWall } from "../../core/contract/time.ts";
import { type HandoffRequest, LATEST_PROMISE_SEC, type PromisePlan } from "../../core/schema/promise-wire.ts";
import { checkHolder, type DeskParts, seatOf, servableContact } from "../desk/desk-parts.ts";
import type { Handovers } from "../desk/handovers.ts";
import { isProblem, Problem } from "../http/problems.ts";
import type { Matter } from "./matter.ts";
import type { MatterBook } from "./matter-book.ts";
import type { Matters } from "./matters.ts";
import { troubleOf } from "./order-trouble.ts";
import { DUTY_MANAGER } from "./promise-owner.ts";

export interface HandOffParts {
  readonly desk: DeskParts;
  readonly handovers: Handovers;
  readonly matters: Matters;
  readonly book: MatterBook;
  readonly plan: PromisePlan;
}

/** Promises that people make, and what their owners do with them. */
export class HandOffs {
  readonly #parts: HandOffParts;

  constructor(parts: HandOffParts) {
    this.#parts = parts;
  }

  /**
   * A contact that its agent cannot settle now becomes a promise; the contact itself stays the agent's, to resolve when
   * the talk is over. The reason becomes a note. Asked again while the promise is open, the same promise. Throws
   * `due-in-past`, `contact-held`, `no-order-trouble`, and `unknown-agent` or `agent-not-available` for the owner.
   */
  async handOff(contactId: string, request: HandoffRequest, agentId: string): Promise<Matter> {
    const { desk, handovers, matters, book } = this.#parts;
    const contact = servableContact(desk, contactId);
    checkHolder(contact, "agent-wrote", agentId);
    const before = book.ofContact(contactId);
    if (before?.state === "promised") return before;
    const dueAt = this.#dueAt(request);
    const owner = request.owner ?? agentId;
    if (owner !== DUTY_MANAGER && seatOf(desk, owner).state === "off") throw new Problem("agent-not-available");
    const trouble = troubleOf(contact);
    const { waitsFor } = request;
    if (waitsFor === "partner" && trouble === null) throw new Problem("no-order-trouble");
    const kind = waitsFor === "partner" && trouble !== null ? trouble : { trouble: null, orderId: null };
    const { matterId } = await matters.receive({ contactId, ...kind, isForPartner: false });
    await handovers.note(contactId, `handoff-${matterId}`, request.reason, agentId);
    const promise = { dueAt, waitsFor, by: "agent" } as const;
    return matters.promise(matterId, { ...promise, owner }).catch((error: unknown) => {
      // Their shift ended this very moment: somebody else owns it, since nobody would be worse.
      if (isProblem(error) && error.code === "agent-not-available")
        return matters.promise(matterId, { ...promise, owner: null });
      throw error;
    });
  }

  /** The open promises of a named agent, by due time. Throws `unknown-agent`. */
  of(agentId: string): Matter[] {
    seatOf(this.#parts.desk, agentId);
    return this.#parts.book.ownedBy(agentId);
  }

  /** Its owner says that a promise is kept. Said again, the same. Throws `not-your-promise`, `promise-ended`. */
  async keep(matterId: string, agentId: string): Promise<Matter> {
    const { matters } = this.#parts;
    const matter = matters.matter(matterId);
    if (matter.owner !== agentId) throw new Problem("not-your-promise");
    if (matter.state === "promised") await matters.settle(matterId, "settled-by-owner", "agent");
    if (matter.outcome !== "settled-by-owner") throw new Problem("promise-ended");
    return matter;
  }

  #dueAt({ dueAt, dueInSec }: HandoffRequest): number {
    const { desk, plan } = this.#parts;
    const now = desk.clock.now();
    const wallOf = (sec: number): number => toWall(simMs(sec * 1000), desk.timeFactor);
    const due = dueAt ?? now + wallOf(dueInSec ?? plan.dueSec);
    if (!(due > now)) throw new Problem("due-in-past");
    if (due > now + wallOf(LATEST_PROMISE_SEC)) throw new Problem("bad-request", "dueAt lies more than a week ahead");
    return due;
  }
}
