import { TROUBLES } from "../../core/schema/partner-wire.ts";
import { MATTER_OUTCOMES, MATTER_STATES, WAITS_FOR } from "../../core/schema/promise-wire.ts";
import type { EventDraft } from "../event-log/event-store.ts";
import type { Projection } from "../event-log/ledger.ts";
import type { Matter } from "./matter.ts";
import { isEnded } from "./matter-states.ts";

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);
const oneOf = <T extends string>(known: readonly T[], value: unknown): T | null =>
  known.find((one) => one === value) ?? null;

/** Every matter, folded from the log: what was logged has taken place. */
export class MatterBook implements Projection {
  readonly #matters = new Map<string, Matter>();
  readonly #byContact = new Map<string, Matter>();
  /** The open promises of each owner. */
  readonly #ofOwner = new Map<string, Set<Matter>>();

  find(matterId: string): Matter | null {
    return this.#matters.get(matterId) ?? null;
  }

  /** The newest matter of a contact. */
  ofContact(contactId: string): Matter | null {
    return this.#byContact.get(contactId) ?? null;
  }

  /** The open promises of one owner, by due time. */
  ownedBy(owner: string): Matter[] {
    return [...(this.#ofOwner.get(owner) ?? [])].sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0));
  }

  open(): Matter[] {
    return [...this.#matters.values()].filter(({ state }) => !isEnded(state));
  }

  all(): IterableIterator<Matter> {
    return this.#matters.values();
  }

  apply(event: EventDraft): void {
    if (event.kind === "matter.moved") this.#move(event);
    if (event.kind !== "matter.reassigned") return;
    const matter = this.#matters.get(event.subject);
    // Ended meanwhile: the shift's end had taken it for open.
    if (matter !== undefined && !isEnded(matter.state)) this.#own(matter, textOf(event.body["owner"]));
  }

  #move({ at, subject, body, custody }: EventDraft): void {
    const matter = this.#matters.get(subject) ?? this.#receive(subject, at, body, custody);
    const to = oneOf(MATTER_STATES, body["to"]) ?? matter.state;
    matter.waitsFor = oneOf(WAITS_FOR, body["waitsFor"]) ?? "nobody";
    matter.state = to;
    if (to === "promised") {
      matter.promisedAt = at;
      matter.dueAt = typeof body["dueAt"] === "number" ? body["dueAt"] : null;
      this.#own(matter, textOf(body["owner"]));
    }
    if (to === "resolved") matter.resolutions += 1;
    matter.outcome = oneOf(MATTER_OUTCOMES, body["outcome"]) ?? matter.outcome;
    if (!isEnded(to)) return;
    matter.endedAt ??= at;
    if (matter.owner !== null) this.#ofOwner.get(matter.owner)?.delete(matter);
  }

  #receive(matterId: string, at: number, body: EventDraft["body"], custody: EventDraft["custody"]): Matter {
    const matter: Matter = {
      ...{ matterId, receivedAt: at, state: "received", waitsFor: "desk", owner: null, owners: 0 },
      contactId: String(body["contactId"]),
      orderId: textOf(custody?.["orderId"]),
      trouble: oneOf(TROUBLES, body["trouble"]),
      ...{ promisedAt: null, dueAt: null, endedAt: null, outcome: null, resolutions: 0 },
    };
    this.#matters.set(matterId, matter);
    this.#byContact.set(matter.contactId, matter);
    return matter;
  }

  #own(matter: Matter, owner: string | null): void {
    if (matter.owner !== null) this.#ofOwner.get(matter.owner)?.delete(matter);
    matter.owner = owner;
    if (owner === null) return;
    matter.owners += 1;
    const owned = this.#ofOwner.get(owner) ?? new Set();
    this.#ofOwner.set(owner, owned.add(matter));
  }
}
