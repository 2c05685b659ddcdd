import type { LogEntry } from "../schema/wire.ts";
import { claimCode, codeOf, eventOf } from "./event-codes.ts";
import { createIdTable, type IdTable } from "./id-table.ts";
import { createPackedEvents } from "./packed-events.ts";
import type { Timeline, TimelineEvent } from "./timeline.ts";

/** A stretch in which an agent was on shift and not on a break. */
export interface Shift {
  readonly agentId: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly slots: number;
}

/** Turns a desk's exported log into what the metric engine measures. Times are those of the desk's own clock. */
export interface LogTimelines {
  /** Entries in the order of the log. */
  take(entry: LogEntry): void;
  /** Contacts in the order of their opening. `observedUntilMs`: when the log was exported. */
  timelines(observedUntilMs: number): Iterable<Timeline>;
  shifts(observedUntilMs: number): readonly Shift[];
  /** Entries about contacts whose opening the log does not hold; they are in no timeline. */
  readonly orphans: number;
}

type Word = TimelineEvent["kind"] | "signal" | "presence";

/** Every kind of entry has its word here, so that a new kind cannot be overlooked. Null: no part of a contact's story. */
const WORDS: Readonly<Record<LogEntry["kind"], Word | null>> = {
  "contact.opened": "opened",
  "contact.handed-off": "handed-off",
  "contact.claimed": "claimed",
  "contact.released": "released",
  "contact.transferred": "transferred",
  "contact.noted": "note",
  "contact.resolved": "resolved",
  "contact.reopened": "reopened",
  "contact.left": "left",
  "message.sent": "message",
  "message.edited": "edited",
  "message.moderated": "moderated",
  "signal.given": "signal",
  "agent.presence": "presence",
  "contact.offered": null,
  "attachment.received": null,
  "consent.given": null,
  "consent.withdrawn": null,
  "island.published": null,
  "matter.moved": null,
  "matter.reassigned": null,
};

const AUTHORS = ["customer", "assistant", "agent"] as const;

/** Who left, or took the consent back, was not helped: closed by a rule. The same holds for reasons not known here. */
const CLOSERS: ReadonlyMap<unknown, "assistant" | "agent" | "customer"> = new Map([
  ["island", "assistant"],
  ["agent", "agent"],
  ["customer", "customer"],
]);

const OPENED = codeOf("opened");
/** Signals are kept among the events and are none: what the customer said last of the answer. */
const HELPFUL = -1;
const NOT_HELPFUL = -2;

const nameOf = (word: Word, { body }: LogEntry): string => {
  if (word === "message") return `message ${AUTHORS.find((author) => author === body["author"]) ?? "system"}`;
  return word === "resolved" ? `resolved ${CLOSERS.get(body["by"]) ?? "system"}` : word;
};

class LoggedTimeline implements Timeline {
  readonly #ids: IdTable;
  readonly #contact: number;
  readonly events: readonly TimelineEvent[];
  readonly observedUntilMs: number;
  readonly answerRight: boolean | null;

  constructor(
    ids: IdTable,
    contact: number,
    events: readonly TimelineEvent[],
    observedUntilMs: number,
    answerRight: boolean | null,
  ) {
    this.#ids = ids;
    this.#contact = contact;
    this.events = events;
    this.observedUntilMs = observedUntilMs;
    this.answerRight = answerRight;
  }

  /** Made when it is asked for: few are. */
  get contactId(): string {
    return this.#ids.name(this.#contact);
  }
}

/** A fold over a log of any length: some sixteen bytes an event and a contact's id. */
export const createLogTimelines = (): LogTimelines => {
  const events = createPackedEvents();
  const contacts = createIdTable();
  const agents = createIdTable();
  const ended: Shift[] = [];
  const current = new Map<string, { readonly fromMs: number; readonly slots: number }>();
  let orphans = 0;

  const agentNumber = (agentId: unknown): number => (typeof agentId === "string" ? agents.add(agentId) + 1 : 0);
  const agentName = (number: number): string | null => (number === 0 ? null : agents.name(number - 1));
  const presence = ({ subject, at, body }: LogEntry): void => {
    const shift = current.get(subject);
    if (shift !== undefined) ended.push({ agentId: subject, toMs: at, ...shift });
    if (body["state"] === "available") current.set(subject, { fromMs: at, slots: Number(body["slots"]) });
    else current.delete(subject);
  };

  return {
    take: (entry) => {
      const { kind, subject, at, body } = entry;
      const word = WORDS[kind];
      if (word === null) return;
      if (word === "presence") return presence(entry);
      if (word === "opened" && contacts.find(subject) < 0) events.append(contacts.add(subject), at, OPENED);
      else {
        const contact = contacts.find(subject);
        if (contact < 0) orphans++;
        else if (word === "claimed") events.append(contact, at, claimCode(agentNumber(body["agentId"])));
        else if (word === "signal") events.append(contact, at, body["signal"] === "helpful" ? HELPFUL : NOT_HELPFUL);
        else events.append(contact, at, codeOf(nameOf(word, entry)));
      }
    },
    *timelines(observedUntilMs) {
      for (let contact = 0; contact < contacts.size; contact++) {
        const list: TimelineEvent[] = [];
        let answerRight: boolean | null = null;
        events.read(contact, (atMs, what) => {
          if (what < 0) answerRight = what === HELPFUL;
          else list.push(eventOf(what, atMs, agentName));
        });
        yield new LoggedTimeline(contacts, contact, list, observedUntilMs, answerRight);
      }
    },
    shifts: (observedUntilMs) => [
      ...ended,
      ...[...current].map(([agentId, shift]) => ({ agentId, toMs: observedUntilMs, ...shift })),
    ],
    get orphans() {
      return orphans;
    },
  };
};
