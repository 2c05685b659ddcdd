import { PERSONAL_INTENTS } from "../contract/ids.ts";
import type { ContactRecord, JournalEntry } from "../schema/evidence.ts";
import type { ConsentRecord, DeskContact, LogEntry } from "../schema/wire.ts";
import type { ChainTools } from "../trust/hash-chain.ts";
import { createExamples, type Examples } from "./examples.ts";
import { idHash, placeInSchedule, type Schedule } from "./id-hash.ts";
import { createLogChain } from "./log-chain.ts";

const DESK = 1;
const DESK_TWICE = 2;
const LOGGED = 4;
const LOGGED_TWICE = 8;
const CONSENTED = 16;
const CONSENT_LOGGED = 32;
const OTHER_ID = 64;
const WITHDRAWN = 128;

const PURPOSE_BITS: Readonly<Record<string, number>> = { "support-reply": 1, "order-lookup": 2 };
const OTHER_PURPOSE = 4;
const bitsOf = (purposes: readonly string[]): number =>
  purposes.reduce((bits, purpose) => bits | (PURPOSE_BITS[purpose] ?? OTHER_PURPOSE), 0);
/** What a modelled customer allows: to be answered, and to have the order looked up that they name. */
const bitsGiven = ({ intent }: ContactRecord): number => (PERSONAL_INTENTS.includes(intent) ? 3 : 1);

export interface OpeningStamps {
  /** When the desk and the log say that the contact was opened, by their own clocks; null where there is no record. */
  readonly desk: number | null;
  readonly log: number | null;
}

/**
 * Joins what customers were told, what the desk holds and what the log says, one to one by the client's contact
 * id. Keeps bytes per contact, not strings. Feed the target's exports first, then the contacts.
 */
export interface Reconciliation {
  desk(record: DeskContact): void;
  consent(record: ConsentRecord): void;
  log(entry: LogEntry): void;
  /** Says which notice customers were shown; where it does not, consents are not held against one. */
  journal(entry: JournalEntry): void;
  /** True when the desk and the log each hold this acknowledged contact exactly once, under the same id. */
  contactAgrees(record: ContactRecord): boolean;
  /** Why `contactAgrees` says no, in words. */
  disagreement(record: ContactRecord): string;
  /** True when consents and log both hold this contact's consent, for what the customer gave it for. */
  consentRecorded(record: ContactRecord): boolean;
  /** Why `consentRecorded` says no, in words. */
  consentFault(record: ContactRecord): string;
  openedAt(place: number): OpeningStamps;
  /** Contacts at the target that no script of this run has opened. */
  foreign(): number;
  /** Log entries that do not follow from the one before, or are not what their hash says. */
  brokenLinks(): number;
  readonly brokenAt: Examples;
}

export function createReconciliation(schedule: Schedule, tools: ChainTools): Reconciliation {
  const { planned } = schedule;
  const flags = new Uint8Array(planned);
  const deskId = new Uint32Array(planned);
  const consentId = new Uint32Array(planned);
  const loggedConsentId = new Uint32Array(planned);
  const purposes = new Uint8Array(planned);
  const notice = new Uint32Array(planned);
  const loggedNotice = new Uint32Array(planned);
  let shownNotice: number | null = null;
  const openedAt = new Float64Array(planned);
  const loggedAt = new Float64Array(planned);
  const chain = createLogChain(tools);
  const brokenAt = createExamples();
  let foreign = 0;
  const mark = (place: number, flag: number): void => {
    flags[place] = (flags[place] ?? 0) | flag;
  };
  const has = (place: number, flag: number): boolean => ((flags[place] ?? 0) & flag) !== 0;
  const placeOf = (clientContactId: unknown): number =>
    typeof clientContactId === "string" ? placeInSchedule(clientContactId, schedule) : -1;

  /** An entry of the log's need not hold the notice; where it does, it is that one. */
  const isOfNotice = (place: number): boolean => {
    const logged = loggedNotice[place] ?? 0;
    return shownNotice === null || (notice[place] === shownNotice && (logged === 0 || logged === shownNotice));
  };

  return {
    brokenAt,
    desk: (record) => {
      const place = placeOf(record.clientContactId);
      if (place < 0) {
        foreign++;
        return;
      }
      mark(place, has(place, DESK) ? DESK_TWICE : DESK);
      deskId[place] = idHash(record.contactId);
      openedAt[place] = record.openedAt;
    },
    consent: (record) => {
      const place = placeOf(record.clientContactId);
      if (place < 0) return;
      mark(place, CONSENTED);
      if (record.state === "withdrawn") mark(place, WITHDRAWN);
      consentId[place] = idHash(record.consentId);
      purposes[place] = bitsOf(record.purposes);
      notice[place] = idHash(record.noticeHash);
    },
    journal: ({ kind, data }) => {
      const hash = data["noticeHash"];
      if (kind === "replicate.planned" && typeof hash === "string") shownNotice = idHash(hash);
    },
    log: (entry) => {
      const clientContactId = entry.body["clientContactId"];
      const fault = chain.take(entry);
      if (fault !== null)
        brokenAt.add({
          contact: typeof clientContactId === "string" ? clientContactId : entry.subject,
          message: null,
          atSec: null,
          what: `entry ${entry.index} of the log ${fault}`,
        });
      const place = placeOf(clientContactId);
      if (place < 0) return;
      if (entry.kind === "contact.opened") {
        mark(place, has(place, LOGGED) ? LOGGED_TWICE : LOGGED);
        loggedAt[place] = entry.at;
        if (deskId[place] !== 0 && deskId[place] !== idHash(entry.subject)) mark(place, OTHER_ID);
      }
      if (entry.kind === "consent.given") {
        mark(place, CONSENT_LOGGED);
        loggedConsentId[place] = idHash(entry.subject);
        const hash = entry.body["noticeHash"];
        if (typeof hash === "string") loggedNotice[place] = idHash(hash);
      }
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
    openedAt: (place) => ({
      desk: has(place, DESK) ? (openedAt[place] ?? null) : null,
      log: has(place, LOGGED) ? (loggedAt[place] ?? null) : null,
    }),
    consentRecorded: (record) => {
      const { index: place } = record;
      if (record.consentId === null || !has(place, CONSENTED) || !has(place, CONSENT_LOGGED)) return false;
      const id = idHash(record.consentId);
      const named = consentId[place] === id && loggedConsentId[place] === id;
      return named && !has(place, WITHDRAWN) && purposes[place] === bitsGiven(record) && isOfNotice(place);
    },
    consentFault: (record) => {
      const { index: place } = record;
      if (!has(place, CONSENTED) || !has(place, CONSENT_LOGGED)) return "was served and its consent is not on record";
      if (has(place, WITHDRAWN)) return "was served and its consent is on record as withdrawn";
      if (purposes[place] !== bitsGiven(record))
        return "was served and its consent is on record for other purposes than were given";
      if (!isOfNotice(place)) return "was served and its consent is on record to another notice than was shown";
      return "has another consent on record than the customer was told";
    },
    foreign: () => foreign,
    brokenLinks: () => chain.broken(),
  };
}
