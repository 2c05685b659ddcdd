import type { CaseOutcome, Trouble } from "../../core/schema/partner-wire.ts";
import type { CallbackResult, MatterOutcome, WaitsFor } from "../../core/schema/promise-wire.ts";
import { Problem } from "../http/problems.ts";
import { type Matter, type Move, movedAct, reassignedAct } from "./matter.ts";
import { type MatterParts, tellAct } from "./matter-parts.ts";
import { isEnded, mayFollow } from "./matter-states.ts";
import { chooseOwner } from "./promise-owner.ts";
import { expiredWords, promisedWords, resolvedWords } from "./promise-words.ts";

export interface NewMatter {
  readonly contactId: string;
  readonly trouble: Trouble | null;
  readonly orderId: string | null;
  /** Whether the partner is asked at once. */
  readonly isForPartner: boolean;
}

export interface NewPromise {
  readonly dueAt: number;
  readonly waitsFor: Exclude<WaitsFor, "nobody">;
  readonly by: Move["by"];
  /** Null for whoever has the fewest. */
  readonly owner: string | null;
}

/** Moves matters from state to state: decided on what the log says, logged first, each end reached once. */
export class Matters {
  readonly #parts: MatterParts;

  constructor(parts: MatterParts) {
    this.#parts = parts;
  }

  /** Takes a contact's trouble up. The contact has at most one open matter: asked again, that one. */
  receive({ contactId, trouble, orderId, isForPartner }: NewMatter): Promise<Matter> {
    const { lock, matters, ledger, newId, clock } = this.#parts;
    return lock.run(contactId, async () => {
      const before = matters.ofContact(contactId);
      if (before !== null && !isEnded(before.state)) return before;
      const matterId = newId("p");
      const matter = { matterId, contactId, trouble, orderId };
      const at = clock.now();
      const moves: { from: Matter["state"] | null; move: Move }[] = [
        { from: null, move: { to: "received", waitsFor: "desk", by: "desk" } },
        { from: "received", move: { to: "triaged", waitsFor: "desk", by: "desk" } },
      ];
      if (isForPartner)
        moves.push({ from: "triaged", move: { to: "on-hold-partner", waitsFor: "partner", by: "desk" } });
      await ledger.commit(moves.map(({ from, move }) => movedAct(at, { ...matter, state: from }, move)));
      return this.matter(matterId);
    });
  }

  /** Throws `not-found`. */
  matter(matterId: string): Matter {
    const found = this.#parts.matters.find(matterId);
    if (found === null) throw new Problem("not-found");
    return found;
  }

  /**
   * Makes a promise of a matter and tells the customer. A promise that is there already stays as it is. Throws
   * `due-in-past`, `promise-ended`, and `agent-not-available` for an owner who is not on shift.
   */
  promise(matterId: string, wanted: NewPromise): Promise<Matter> {
    const { defects } = this.#parts;
    const { contactId } = this.matter(matterId);
    // The seeded defect: the matter stays where it is, and nobody is told.
    if (wanted.by !== "agent" && defects.strikes("lost-hand-off")) return Promise.resolve(this.matter(matterId));
    return this.#underOwner(wanted.owner, (owner) =>
      this.#parts.lock.run(contactId, async () => {
        const { clock, ledger } = this.#parts;
        const matter = this.matter(matterId);
        if (matter.state === "promised") return matter;
        if (!mayFollow(matter.state, "promised")) throw new Problem("promise-ended");
        const at = clock.now();
        const { dueAt, waitsFor, by } = wanted;
        if (!(dueAt > at)) throw new Problem("due-in-past");
        const kept = by !== "agent" && defects.strikes("promise-without-owner") ? null : owner;
        await ledger.commit([
          movedAct(at, matter, { to: "promised", waitsFor, by, owner: kept, dueAt }),
          ...tellAct(this.#parts, contactId, promisedWords(dueAt), at),
        ]);
        return matter;
      }),
    );
  }

  /**
   * Ends a matter with its outcome, once. `again`: it had this outcome; `conflict`: it had another, and keeps it; `late`:
   * it has ended without one.
   */
  settle(matterId: string, outcome: CaseOutcome | MatterOutcome, by: Move["by"]): Promise<CallbackResult> {
    const { lock, ledger, clock, defects } = this.#parts;
    const { contactId } = this.matter(matterId);
    return lock.run(contactId, async () => {
      const matter = this.matter(matterId);
      const at = clock.now();
      const tell = tellAct(this.#parts, contactId, resolvedWords(outcome), at);
      const end = { to: "resolved", waitsFor: "nobody", by, outcome } as const;
      if (isEnded(matter.state)) {
        if (matter.state === "resolved" && defects.strikes("double-resolution"))
          await ledger.commit([movedAct(at, matter, end), ...tell]);
        if (matter.state !== "resolved") return "late";
        return matter.outcome === outcome ? "again" : "conflict";
      }
      const isPromise = matter.state === "promised";
      await ledger.commit([
        ...(isPromise ? [] : [movedAct(at, matter, { to: "answered", waitsFor: "desk", by, outcome })]),
        movedAct(at, isPromise ? matter : { ...matter, state: "answered" }, end),
        ...tell,
      ]);
      return "settled";
    });
  }

  /** Ends a promise whose due time has passed unkept. Does nothing to one that has ended, or is not due yet. */
  expire(matterId: string): Promise<void> {
    return this.#end(matterId, (matter, at) => {
      const { state, dueAt } = matter;
      if (state !== "promised" || dueAt === null || dueAt > at) return null;
      return { move: { to: "expired", waitsFor: "nobody", by: "time" }, words: expiredWords(dueAt) };
    });
  }

  /** Ends the matter of a customer who left or withdrew. */
  abandon(matterId: string): Promise<void> {
    return this.#end(matterId, ({ state }) =>
      mayFollow(state, "abandoned")
        ? { move: { to: "abandoned", waitsFor: "nobody", by: "customer" }, words: null }
        : null,
    );
  }

  /** For the end of a shift, in its own commit: each open promise of the agent's goes to another owner. */
  leavingActs(agentId: string, at: number): ReturnType<typeof reassignedAct>[] {
    const { matters, roster } = this.#parts;
    const more = new Map<string, number>();
    return matters.ownedBy(agentId).map((matter) => {
      const openOf = (one: string): number => matters.ownedBy(one).length + (more.get(one) ?? 0);
      const owner = chooseOwner(roster.all(), openOf, agentId);
      more.set(owner, (more.get(owner) ?? 0) + 1);
      return reassignedAct(at, matter, owner);
    });
  }

  async #end(
    matterId: string,
    decide: (matter: Matter, at: number) => { readonly move: Move; readonly words: string | null } | null,
  ): Promise<void> {
    const { lock, ledger, clock } = this.#parts;
    const { contactId } = this.matter(matterId);
    await lock.run(contactId, async () => {
      const matter = this.matter(matterId);
      const at = clock.now();
      const end = decide(matter, at);
      if (end === null) return;
      const tell = end.words === null ? [] : tellAct(this.#parts, contactId, end.words, at);
      await ledger.commit([movedAct(at, matter, end.move), ...tell]);
    });
  }

  /** Under the owner's lock nobody's shift ends between the choice and the commit. */
  async #underOwner<T>(wanted: string | null, act: (owner: string) => Promise<T>): Promise<T> {
    const { lock, roster, matters } = this.#parts;
    for (;;) {
      const owner = wanted ?? chooseOwner(roster.all(), (one) => matters.ownedBy(one).length);
      const done = await lock.run(`agent:${owner}`, async () => {
        const seat = roster.find(owner);
        if (seat !== null && seat.state === "off") return null;
        return { result: await act(owner) };
      });
      if (done !== null) return done.result;
      if (wanted !== null) throw new Problem("agent-not-available");
    }
  }
}
