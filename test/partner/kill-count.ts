import type { AccountEntry } from "../../core/schema/partner-account.ts";
import type { LogEntry } from "../../core/schema/wire.ts";
import { caseIdOf } from "../../mock-platform/promises/matter.ts";

export interface KillCount {
  /** Contacts in order trouble that the desk's log holds. */
  readonly came: number;
  /** Acknowledged and not in the log, without a matter, without an end, or promised by nobody. */
  readonly orphaned: readonly string[];
  /** Matters that ended more than once, by the desk's log, and cases that were settled more than once, by the partner's. */
  readonly twice: readonly string[];
  /** Resolved by the partner, says the desk; and the partner's own disk says otherwise. */
  readonly unbacked: readonly string[];
  readonly resolved: number;
  readonly expired: number;
  readonly promised: number;
}

const ENDS: readonly unknown[] = ["resolved", "expired", "abandoned"];
const repeated = (names: readonly string[]): string[] => [
  ...new Set(names.filter((name, place) => names.indexOf(name) !== place)),
];

/** Counts from the desk's log and the partner's own disk; `acknowledged` are the contacts that customers were told of. */
export const killCount = (
  acknowledged: readonly string[],
  log: readonly LogEntry[],
  account: readonly AccountEntry[],
): KillCount => {
  const contacts = log.filter(({ kind }) => kind === "contact.opened").map(({ subject }) => subject);
  const moves = log.filter(({ kind }) => kind === "matter.moved");
  const ends = moves.filter(({ body }) => ENDS.includes(body["to"]));
  const received = moves.filter(({ body }) => body["from"] === null);
  const matterOf = new Map(received.map(({ subject, body }) => [String(body["contactId"]), subject]));
  const ended = new Set(ends.map(({ subject }) => subject));
  const promises = moves.filter(({ body }) => body["to"] === "promised");
  const settled = account.flatMap((entry) => (entry.kind === "settled" ? [entry.case] : []));
  const outcomes = new Map(settled.map(({ caseId, outcome }) => [caseId, outcome]));
  return {
    came: contacts.length,
    orphaned: [
      ...acknowledged.filter((contactId) => !contacts.includes(contactId)),
      ...contacts.filter((contactId) => !ended.has(matterOf.get(contactId) ?? "")),
      ...promises.filter(({ body }) => body["owner"] === null).map(({ subject }) => subject),
    ],
    twice: [
      ...repeated(ends.map(({ subject }) => subject)),
      ...repeated(received.map(({ body }) => String(body["contactId"]))),
      ...repeated(settled.map(({ caseId }) => caseId)),
    ],
    unbacked: ends
      .filter(({ body }) => body["to"] === "resolved" && body["by"] === "partner")
      .filter(({ subject, body }) => outcomes.get(caseIdOf(subject)) !== body["outcome"])
      .map(({ subject }) => subject),
    resolved: ends.filter(({ body }) => body["to"] === "resolved").length,
    expired: ends.filter(({ body }) => body["to"] === "expired").length,
    promised: promises.length,
  };
};
