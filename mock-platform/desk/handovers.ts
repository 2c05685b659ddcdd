import { LANES, type Lane } from "../../core/contract/ids.ts";
import type { Note, TransferRequest, WaitingAgain } from "../../core/schema/agent-wire.ts";
import type { Act } from "../event-log/ledger.ts";
import { commitText } from "../event-log/text-commitment.ts";
import { Problem } from "../http/problems.ts";
import { plainAct } from "./acts.ts";
import type { Contact } from "./contact.ts";
import { checkHolder, type DeskParts, seatOf, servableContact } from "./desk-parts.ts";
import { targetWallMs } from "./service-levels.ts";

/** contact.released, back to the old place in the queue. */
export const releaseAct = (
  at: number,
  { contactId, agentId, lane, group, place }: Contact,
  by: "agent" | "off-shift",
): Act => plainAct(at, "contact.released", contactId, { by, agentId, lane, group, place });

/** A contact passes from hand to hand: given back, passed on, annotated for whoever takes it next. */
export class Handovers {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** Gives a held contact back; it waits on from where it was. */
  release(contactId: string, agentId: string): Promise<WaitingAgain> {
    return this.#parts.lock.run(contactId, async () => {
      const contact = servableContact(this.#parts, contactId);
      checkHolder(contact, "released", agentId);
      await this.#parts.ledger.commit([releaseAct(this.#parts.clock.now(), contact, "agent")]);
      return this.#waiting(contact);
    });
  }

  /**
   * Passes a held contact to a lane, to a group of agents, or to both; the reason becomes a note. It keeps its place:
   * the customer has waited already. Throws `unknown-lane`, or `unknown-group` when nobody on shift is of the group.
   */
  transfer(contactId: string, { to, reason }: TransferRequest, agentId: string): Promise<WaitingAgain> {
    return this.#parts.lock.run(contactId, async () => {
      const contact = servableContact(this.#parts, contactId);
      checkHolder(contact, "transferred", agentId);
      const lane = to.lane === undefined ? contact.lane : this.#knownLane(to.lane);
      const group = to.group ?? null;
      if (to.lane === undefined && group === null) throw new Problem("bad-request", "to names no lane and no group");
      if (group !== null && !this.#parts.roster.isStaffed(group)) throw new Problem("unknown-group");
      const at = this.#parts.clock.now();
      const noteId = this.#parts.newId("n");
      const body = { agentId, fromLane: contact.lane, lane, group, place: contact.place, noteId };
      await this.#parts.ledger.commit([
        noteAct({ id: noteId, clientNoteId: noteId, contactId, agentId, at, text: reason }),
        plainAct(at, "contact.transferred", contactId, body),
      ]);
      return this.#waiting(contact);
    });
  }

  /** Adds an internal note, in any state. The same `clientNoteId` with the same text gives the same note. */
  note(contactId: string, clientNoteId: string, text: string, agentId: string): Promise<Note> {
    return this.#parts.lock.run(contactId, async () => {
      const contact = servableContact(this.#parts, contactId);
      seatOf(this.#parts, agentId);
      const before = contact.notes.find((note) => note.agentId === agentId && note.clientNoteId === clientNoteId);
      if (before !== undefined) {
        if (before.text !== text) throw new Problem("key-reused");
        return before;
      }
      const note = {
        ...{ id: this.#parts.newId("n"), clientNoteId, contactId, agentId, text },
        at: this.#parts.clock.now(),
      };
      await this.#parts.ledger.commit([noteAct(note)]);
      return note;
    });
  }

  #knownLane(name: string): Lane {
    const lane = LANES.find((one) => one === name);
    if (lane === undefined) throw new Problem("unknown-lane", `known are ${LANES.join(", ")}`);
    return lane;
  }

  #waiting({ contactId, lane, group, waitingSince }: Contact): WaitingAgain {
    const since = waitingSince ?? this.#parts.clock.now();
    const dueAt = since + targetWallMs(lane, "humanReplySec", this.#parts.timeFactor);
    return { contactId, lane, group, waitingSince: since, dueAt };
  }
}

/** contact.noted: a commitment in the log, the text in custody. */
const noteAct = ({ id, clientNoteId, contactId, agentId, at, text }: Note): Act => {
  const { textSha256, salt } = commitText(text);
  return {
    at,
    kind: "contact.noted",
    subject: contactId,
    body: { noteId: id, clientNoteId, agentId, textSha256 },
    custody: { text, salt },
  };
};
