import type { HttpFindingCode } from "../contract/http-findings.ts";
import type { AccountRecord, ContactRecord } from "../schema/evidence.ts";
import { createExamples, type Examples } from "./examples.ts";
import { placeInSchedule, type Schedule } from "./id-hash.ts";

/**
 * What a mapped desk says itself, held against what customers lived through: contacts that it accepted and does not
 * know, or that came back although nobody wrote; and words that it accepted and never showed. Feed the account first.
 */
export interface DeskAccountFold {
  account(record: AccountRecord): void;
  take(record: ContactRecord): void;
  openedAt(place: number): number | null;
  /** `looked`: contacts of which some accepted words were shown, or none were and that was waited for; `unseen`: the latter. */
  readonly counts: { accepted: number; disagreeing: number; looked: number; unseen: number };
  readonly disagreeing: Examples;
  readonly unseen: Examples;
}

const NEVER_SHOWN: HttpFindingCode = "accepted-not-visible";

export function createDeskAccountFold(
  schedule: Schedule,
  options: { readonly t0: number; readonly timeFactor: number },
): DeskAccountFold {
  const told = new Map<number, { readonly times: number; readonly record: AccountRecord }>();
  const counts = { accepted: 0, disagreeing: 0, looked: 0, unseen: 0 };
  const disagreeing = createExamples();
  const unseen = createExamples();

  const disagreement = (lived: ContactRecord): string | null => {
    const own = told.get(lived.index);
    if (own === undefined) return "was accepted and is not in the desk's own account";
    if (own.times > 1) return "is in the desk's own account under two ids";
    const { contactId, reopens } = own.record;
    if (contactId !== lived.contactId) return "has another id at the desk than the customer was told";
    // Only who writes again brings a matter back; a resend may come behind a resolution, too.
    const wroteAgain = lived.sent.filter(({ purpose }) => purpose !== "question").length;
    return reopens !== null && reopens > wroteAgain
      ? `was reopened ${reopens} times, and the customer wrote again ${wroteAgain} times`
      : null;
  };

  return {
    counts,
    disagreeing,
    unseen,
    account: (record) => {
      const place = placeInSchedule(record.clientContactId, schedule);
      if (place >= 0) told.set(place, { times: (told.get(place)?.times ?? 0) + 1, record });
    },
    openedAt: (place) => told.get(place)?.record.openedAt ?? null,
    take: (record) => {
      if (record.contactId === null) return;
      counts.accepted++;
      const example = {
        contact: record.clientContactId,
        message: record.sent[0]?.clientMessageId ?? null,
        atSec: ((record.scheduledAt - options.t0) * options.timeFactor) / 1000,
      };
      const what = disagreement(record);
      if (what !== null) {
        counts.disagreeing++;
        disagreeing.add({ ...example, what });
      }
      const isUnseen = record.errors.some(({ code }) => code === NEVER_SHOWN);
      // Whose watch ended before the words had to be there was not looked at.
      if (isUnseen || (record.ownWords?.shown ?? 0) > 0) counts.looked++;
      if (isUnseen) {
        counts.unseen++;
        unseen.add({ ...example, what: "wrote what was accepted and never showed" });
      }
    },
  };
}
