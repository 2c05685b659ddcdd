import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { ConsentRecord, DeskContact, LogEntry } from "../../core/schema/wire.ts";
import { CHAIN_START, linked } from "../../core/trust/hash-chain.ts";
import type { Contact, LogDraft, StubDesk } from "./desk.ts";
import type { Tells } from "./lies.ts";

const chainTools = {
  canonical: (value: object): string => canonicalize(value) ?? "",
  sha256Hex: (text: string): string => createHash("sha256").update(text).digest("hex"),
};

/** A log whose chain holds, of whatever entries. */
export const chained = (drafts: readonly LogDraft[]): LogEntry[] => {
  let head = CHAIN_START;
  return drafts.map(({ at, kind, subject, body }, index) => {
    const entry = linked({ index, at, kind, subject, body }, head, chainTools);
    head = entry.hash;
    return entry;
  });
};

const known = (desk: StubDesk, tells: Tells): Contact[] =>
  [...desk.contacts.values()].filter(
    ({ record: { clientContactId } }) => !tells("swallows", clientContactId) && !tells("forgets", clientContactId),
  );

export const exportContacts = (desk: StubDesk, tells: Tells): DeskContact[] =>
  known(desk, tells).map(({ record }) => record);

export const exportConsents = (desk: StubDesk, tells: Tells): ConsentRecord[] =>
  known(desk, tells).map(({ record: { consentId, clientContactId, openedAt }, purposes, noticeHash }) => ({
    consentId: consentId ?? "",
    jti: `jti-${consentId}`,
    sessionId: `session-${consentId}`,
    clientContactId,
    purposes: [...purposes],
    noticeHash,
    state: "given",
    recordedAt: openedAt,
  }));

export const exportLog = (desk: StubDesk, tells: Tells): LogEntry[] => {
  if (tells("no-log")) return [];
  const ids = new Set(known(desk, tells).flatMap(({ record }) => [record.contactId, record.consentId]));
  return chained(desk.log.filter(({ subject }) => ids.has(subject)));
};

export const linesOf = (records: readonly object[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join("");
