import type { ContactRecord } from "../schema/evidence.ts";
import type { ConsentRecord, DeskContact, LogEntry } from "../schema/wire.ts";
import { idHash, placeInSchedule } from "./id-hash.ts";

const DESK = 1;
const DESK_TWICE = 2;
const LOGGED = 4;
const LOGGED_TWICE = 8;
const CONSENTED = 16;
const CONSENT_LOGGED = 32;
const OTHER_ID = 64;

/**
 * Joins what customers were told, what the desk holds and what the log says, one to one by the client's contact
 * id. Keeps bytes per contact, not strings. Feed the target's exports first, then the contacts.
 */
export interface Reconciliation {
  desk(record: DeskContact): void;
  consent(record: ConsentRecord): void;
  log(entry: LogEntry): void;
  /** True when the desk and the log each hold this acknowledged contact exactly once, under the same id. */
  contactAgrees(record: ContactRecord): boolean;
  /** Why `contactAgrees` says no, in words. */
  disagreement(record: ContactRecord): string;
  consentRecorded(record: ContactRecord): boolean;
  /** When the desk says that it opened the contact at this place, by its own clock; null when it holds none. */
  openedAt(place: number): number | null;
  /** Contacts at the target that no script of this run has opened. */
  foreign(): number;
  /** Entries whose index or chain link does not follow from the one before. */
  brokenLinks(): number;
}

export function createReconciliation(planned: number): Reconciliation {
  const flags = new Uint8Array(planned);
  const deskId = new Uint32Array(planned);
  const consentId = new Uint32Array(planned);
  const openedAt = new Float64Array(planned);
  let foreign = 0;
  let brokenLinks = 0;
  let lastIndex = -1;
  let lastHash = "0".repeat(64);
  const mark = (place: number, flag: number): void => {
    flags[place] = (flags[place] ?? 0) | flag;
  };
  const has = (place: number, flag: number): boolean => ((flags[place] ?? 0) & flag) !== 0;
  const clientOf = (entry: LogEntry): number => {
    const client = entry.body["clientContactId"];
    return typeof client === "string" ? placeInSchedule(client, planned) : -1;
  };

  return {
    desk: (record) => {
      const place = placeInSchedule(record.clientContactId, planned);
      if (place < 0) {
        foreign++;
        return;
      }
      mark(place, has(place, DESK) ? DESK_TWICE : DESK);
      deskId[place] = idHash(record.contactId);
      openedAt[place] = record.openedAt;
    },
    consent: (record) => {
      const place = record.clientContactId === null ? -1 : placeInSchedule(record.clientContactId, planned);
      if (place < 0) return;
      mark(place, CONSENTED);
      consentId[place] = idHash(record.consentId);
    },
    log: (entry) => {
      if (entry.index !== lastIndex + 1 || entry.prev !== lastHash) brokenLinks++;
      lastIndex = entry.index;
      lastHash = entry.hash;
      const place = clientOf(entry);
      if (place < 0) return;
      if (entry.kind === "contact.opened") {
        mark(place, has(place, LOGGED) ? LOGGED_TWICE : LOGGED);
        if (deskId[place] !== 0 && deskId[place] !== idHash(entry.subject)) mark(place, OTHER_ID);
      }
      if (entry.kind === "consent.given") mark(place, CONSENT_LOGGED);
    },
    contactAgrees: (record) => {
      const place = record.index;
      if (record.contactId === null || place >= planned) return false;
      const once = has(place, DESK) && !has(place, DESK_TWICE) && has(place, LOGGED) && !has(place, LOGGED_TWICE);
      return once && !has(place, OTHER_ID) && deskId[place] === idHash(record.contactId);
    },
    disagreement: ({ index }) => {
      if (!has(index, DESK)) return "was acknowledged and the desk does not hold it";
      if (has(index, DESK_TWICE)) return "is at the desk twice";
      if (!has(index, LOGGED)) return "was acknowledged and the log does not hold its opening";
      if (has(index, LOGGED_TWICE)) return "was opened twice by the log";
      return "has another id at the desk or in the log than the customer was told";
    },
    openedAt: (place) => (has(place, DESK) ? (openedAt[place] ?? null) : null),
    consentRecorded: (record) =>
      record.consentId !== null &&
      has(record.index, CONSENTED) &&
      has(record.index, CONSENT_LOGGED) &&
      consentId[record.index] === idHash(record.consentId),
    foreign: () => foreign,
    brokenLinks: () => brokenLinks,
  };
}
