import type { Clock } from "../../core/contract/ports.ts";
import type { Defects } from "../defects.ts";
import type { Ledger } from "../event-log/ledger.ts";
import type { Scheduler } from "../runtime/scheduler.ts";
import type { AgentRoster } from "./agent-roster.ts";
import type { ContactBook } from "./contact-book.ts";
import { LaneQueue, type QueueSeat, type Waiting } from "./lane-queue.ts";

export interface DeskQueueParts {
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  readonly book: ContactBook;
  readonly roster: AgentRoster;
  readonly defects: Defects;
  /** Later than the queue, which is one of the ledger's own projections. */
  readonly ledger: () => Ledger;
}

/** The queue over the desk's book and roster. Give the ledger both of them before it. */
export const deskQueue = ({ scheduler, clock, book, roster, defects, ledger }: DeskQueueParts): LaneQueue => {
  const waiting = (contactId: string): Waiting | null => {
    const contact = book.find(contactId);
    if (contact === null || contact.state !== "waiting") return null;
    const { lane, group, place, waitingSince } = contact;
    return place === null || waitingSince === null ? null : { contactId, lane, group, place, waitingSince };
  };
  const seat = (agentId: string): QueueSeat | null => {
    const found = roster.find(agentId);
    if (found === null) return null;
    const freeSlots = found.state === "available" ? found.slots - book.heldBy(agentId).length : 0;
    return { lanes: found.lanes, groups: found.groups, freeSlots };
  };
  return new LaneQueue({
    ...{ scheduler, clock, defects, waiting, seat },
    isStaffed: (group) => roster.isStaffed(group),
    record: (acts) => ledger().commit(acts),
  });
};
