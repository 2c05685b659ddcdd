import type { LogEntry } from "../schema/wire.ts";
import { createIdTable, type IdTable } from "../metrics/id-table.ts";
import { createIdNumbers } from "./id-numbers.ts";

/** A claim that overtook an older contact of its lane. */
export interface QueueInversion {
  /** Log index of the claim. */
  readonly index: number;
  readonly contactId: string;
  readonly lane: string;
  readonly at: number;
  /** The oldest one that waited, free for anyone, when this one was offered or taken. */
  readonly overtook: string;
}

export interface QueueOrder {
  take(entry: LogEntry): void;
  /** Claims in the log. */
  claims(): number;
  /** Claims that the log says nothing about: their entry has no place, as in logs of before places were kept. */
  unproven(): number;
  inversions(): readonly QueueInversion[];
}

interface Offer {
  readonly until: number;
  readonly overtook: string | null;
}

interface Waiting {
  readonly contactId: string;
  readonly lane: string;
  readonly group: string | null;
  readonly place: number;
  /** Log index and time of the entry after which it was there to be offered. */
  readonly since: number;
  readonly sinceAt: number;
  /** The last one made, to whomever. */
  offer: Offer | null;
  /** The last one made to each agent; null is the name of those who have none. */
  readonly offers: Map<string | null, Offer>;
}

/** An offer lapses by a timer, which may be late; wall milliseconds. */
const LATE_TIMER_MS = 1000;

const text = (value: unknown): string | null => (typeof value === "string" ? value : null);
const count = (value: unknown): number | null => (typeof value === "number" ? value : null);

/** The lane of each contact; there are few lanes and many contacts. */
const createLaneBook = (ids: IdTable) => {
  const lanes: string[] = [];
  const numbers = createIdNumbers(ids);
  return {
    get: (contactId: string): string => lanes[numbers.get(contactId) ?? -1] ?? "",
    set: (contactId: string, lane: string): void => {
      if (!lanes.includes(lane)) lanes.push(lane);
      numbers.set(contactId, lanes.indexOf(lane));
    },
  };
};

/**
 * Proves from the event log that each lane was served first come, first served. The order is that of `place`, the log
 * index of a contact's hand-off, which it keeps through releases and transfers. What counts is the moment at which the
 * desk decided: the last offer to the agent who claims (`basis` says up to which entry the desk knew the log), or the
 * claim itself where they were offered nothing. No inversion: to pass a contact that is on offer to somebody else, whose
 * offer has lapsed since, or that waits for a group of agents only. Feed the entries in the order of their index.
 */
export const createQueueOrder = (ids: IdTable = createIdTable()): QueueOrder => {
  const laneOf = createLaneBook(ids);
  const waiting = new Map<string, Waiting>();
  /** By lane, in the order of place. */
  const lanes = new Map<string, Waiting[]>();
  const found: QueueInversion[] = [];
  let claims = 0;
  let unproven = 0;

  const leave = (contactId: string): void => {
    const held = waiting.get(contactId);
    if (held === undefined) return;
    waiting.delete(contactId);
    const line = lanes.get(held.lane) ?? [];
    line.splice(line.indexOf(held), 1);
  };
  const join = ({ subject, index, at }: LogEntry, place: number, group: string | null): void => {
    leave(subject);
    const lane = laneOf.get(subject);
    const item: Waiting = {
      contactId: subject,
      lane,
      group,
      place,
      since: index,
      sinceAt: at,
      offer: null,
      offers: new Map(),
    };
    waiting.set(subject, item);
    const line = lanes.get(lane) ?? [];
    const behind = line.findIndex((one) => one.place > place);
    line.splice(behind < 0 ? line.length : behind, 0, item);
    lanes.set(lane, line);
  };
  /** The oldest contact that `item` passes when it is taken at `at`, by a desk that knows the log up to `basis`. */
  const passed = (item: Waiting, at: number, basis: number): string | null => {
    for (const one of lanes.get(item.lane) ?? []) {
      if (one.place >= item.place) return null;
      const isOnOffer = one.offer !== null && one.offer.until + LATE_TIMER_MS >= at;
      const isOpen = one.group === null || one.group === item.group;
      if (one.since <= basis && isOpen && !isOnOffer) return one.contactId;
    }
    return null;
  };
  const offer = ({ subject, at, body }: LogEntry): void => {
    const item = waiting.get(subject);
    const basis = count(body["basis"]);
    const until = count(body["until"]);
    if (item === undefined || basis === null || until === null) return;
    item.offer = { until, overtook: passed(item, at, basis) };
    item.offers.set(text(body["agentId"]), item.offer);
  };
  const claim = ({ subject, at, body, index }: LogEntry): void => {
    claims += 1;
    const item = waiting.get(subject);
    if (item === undefined || count(body["place"]) === null) unproven += 1;
    else {
      // Also when it has lapsed: the agent was slow, the desk was in order.
      const taken = item.offers.get(text(body["agentId"]));
      const overtook = taken === undefined ? passedByChoice(item, at, index) : taken.overtook;
      if (overtook !== null) found.push({ index, contactId: subject, lane: item.lane, at, overtook });
    }
    leave(subject);
  };
  /** Who takes what was not offered to them decides on what they saw: not on what came in the same millisecond. */
  const passedByChoice = (item: Waiting, at: number, index: number): string | null => {
    const overtook = passed(item, at, index);
    const other = overtook === null ? undefined : waiting.get(overtook);
    return other !== undefined && other.sinceAt < at ? overtook : null;
  };

  return {
    take: (entry) => {
      const { kind, subject, body, index } = entry;
      if (kind === "contact.opened") laneOf.set(subject, text(body["lane"]) ?? "");
      else if (kind === "contact.handed-off") join(entry, index, null);
      else if (kind === "contact.released") join(entry, count(body["place"]) ?? index, text(body["group"]));
      else if (kind === "contact.transferred") {
        laneOf.set(subject, text(body["lane"]) ?? laneOf.get(subject));
        join(entry, count(body["place"]) ?? index, text(body["group"]));
      } else if (kind === "contact.offered") offer(entry);
      else if (kind === "contact.claimed") claim(entry);
      else if (kind === "contact.resolved") leave(subject);
    },
    claims: () => claims,
    unproven: () => unproven,
    inversions: () => found,
  };
};

/** The inversions of a whole log; see `createQueueOrder`. */
export const queueOrderInversions = (entries: Iterable<LogEntry>): readonly QueueInversion[] => {
  const order = createQueueOrder();
  for (const entry of entries) order.take(entry);
  return order.inversions();
};
