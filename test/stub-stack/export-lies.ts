import type { ConsentRecord, DeskContact, LogEntry } from "../../core/schema/wire.ts";
import type { Exported } from "./altered-evidence.ts";
import { chained, linesOf } from "./exports.ts";

/** What an honest target exported. */
export interface Honest {
  readonly contacts: readonly DeskContact[];
  readonly consents: readonly ConsentRecord[];
  readonly log: readonly LogEntry[];
}
const middleOf = (log: readonly LogEntry[]): number =>
  log.findIndex(({ kind, index }) => kind === "message.sent" && index * 2 > log.length);
const ofYesterday = (contact: DeskContact): DeskContact => ({
  ...contact,
  contactId: `old-${contact.contactId}`,
  clientContactId: `0101T0000-7-1-${contact.clientContactId.slice(-6)}`,
});
const hostile = (contact: DeskContact): object => ({
  ...contact,
  contactId: '<img src=x onerror="alert(1)">',
  clientContactId: `\u001b[2J${contact.clientContactId}`,
});
const anHourLater = (entry: LogEntry): LogEntry => ({ ...entry, at: entry.at + 3_600_000 });

type Bend = (honest: Honest) => Exported;

/** Exports that contradict what customers lived through: what the target says, the first key objective missed, why. */
export const CONTRADICTIONS: readonly (readonly [string, Bend, string, string])[] = [
  ["an empty log", () => ({ log: "" }), "consent-recorded", "is not on record"],
  [
    "a log that was copied from the desk, without consents",
    ({ contacts }) => ({
      log: linesOf(
        chained(
          contacts.map(({ contactId, clientContactId, openedAt }) => ({
            ...{ at: openedAt, kind: "contact.opened", subject: contactId, body: { clientContactId } },
          })),
        ),
      ),
    }),
    "consent-recorded",
    "is not on record",
  ],
  [
    "a log with one entry cut out",
    ({ log }) => ({ log: linesOf(log.toSpliced(middleOf(log), 1)) }),
    "log-complete",
    "does not follow from the one before",
  ],
  [
    "a log with one entry changed",
    ({ log }) => ({
      log: linesOf(log.map((entry, at) => (at === middleOf(log) ? { ...entry, body: { author: "agent" } } : entry))),
    }),
    "log-complete",
    "is not what its hash says",
  ],
  ["a log whose clock is off", ({ log }) => ({ log: linesOf(chained(log.map(anHourLater))) }), "target-clock", "log's"],
  [
    "consents for more than was given",
    ({ consents }) => ({
      consents: linesOf(consents.map((one) => ({ ...one, purposes: [...one.purposes, "marketing"] }))),
    }),
    "consent-recorded",
    "for other purposes than were given",
  ],
  [
    "consents as withdrawn",
    ({ consents }) => ({ consents: linesOf(consents.map((one) => ({ ...one, state: "withdrawn" }))) }),
    "consent-recorded",
    "as withdrawn",
  ],
  [
    "consents to another notice",
    ({ consents }) => ({ consents: linesOf(consents.map((one) => ({ ...one, noticeHash: "n".repeat(43) }))) }),
    "consent-recorded",
    "to another notice than was shown",
  ],
  [
    "first replies that came at once",
    ({ contacts }) => ({
      contacts: linesOf(
        contacts.map((one) => (one.firstReplyAt === null ? one : { ...one, firstReplyAt: one.openedAt })),
      ),
    }),
    "log-complete",
    "had its first reply after 0.0 s by the desk",
  ],
  [
    "first replies of people that came at once",
    ({ contacts }) => ({
      contacts: linesOf(
        contacts.map((one) => (one.firstHumanReplyAt === null ? one : { ...one, firstHumanReplyAt: one.openedAt })),
      ),
    }),
    "log-complete",
    "had its first reply of a person after 0.0 s by the desk",
  ],
  [
    "no first replies",
    ({ contacts }) => ({ contacts: linesOf(contacts.map((one) => ({ ...one, firstReplyAt: null }))) }),
    "log-complete",
    "has no first reply at the desk although one was seen",
  ],
  [
    "contacts that came back again and again",
    ({ contacts }) => ({
      contacts: linesOf(contacts.map((one) => ({ ...one, reopens: one.reopens + (one.handedOffAt === null ? 0 : 3) }))),
    }),
    "log-complete",
    "was reopened 3 times by the desk, and its customer wrote again",
  ],
  [
    "fewer messages than there were",
    ({ contacts }) => ({ contacts: linesOf(contacts.map((one) => ({ ...one, messages: 1 }))) }),
    "log-complete",
    "has 1 messages at the desk, and ",
  ],
  [
    "contacts open that were resolved",
    ({ contacts }) => ({
      contacts: linesOf(contacts.map((one) => (one.state === "resolved" ? { ...one, state: "waiting" } : one))),
    }),
    "log-complete",
    "is not resolved by the desk, and its agent resolved it last",
  ],
  ["no contacts", () => ({ contacts: "" }), "log-complete", "the desk does not hold it"],
  [
    "yesterday's contacts instead of today's",
    ({ contacts }) => ({ contacts: linesOf(contacts.map(ofYesterday)) }),
    "log-complete",
    "the desk does not hold it",
  ],
];

/** Exports by which nothing can be told, and why. */
export const UNREADABLE: readonly (readonly [string, Bend, RegExp])[] = [
  [
    "yesterday's contacts beside today's",
    ({ contacts }) => ({ contacts: linesOf([...contacts.map(ofYesterday), ...contacts]) }),
    /contacts that this run did not open/,
  ],
  [
    "contacts cut in the middle of a line",
    ({ contacts }) => ({ contacts: linesOf(contacts).slice(0, -40) }),
    /in the middle/,
  ],
  ["hostile ids", ({ contacts }) => ({ contacts: linesOf(contacts.map(hostile)) }), /cannot be read: contactId/],
  ["a page instead of a log", () => ({ log: "<!doctype html>\n" }), /log.ndjson line 1 cannot be read/],
  ["no log at all", () => ({ log: null }), /Evidence is missing: log/],
];
